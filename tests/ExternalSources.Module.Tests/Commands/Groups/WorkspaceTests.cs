using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Groups;

/// <summary>An organization with two sites: its workspaces, and what is limited to one instance.</summary>
public sealed class WorkspaceTests
{
    [Fact]
    public async Task Workspaces_have_their_site_their_plan_and_their_capacity()
    {
        await using var world = await StartAsync();
        var workspaces = world.Ok("Get-ExternalWorkspace acme").OutputOf<ExternalWorkspace>();
        Assert.Equal(10, workspaces.Count);
        var state = world.Simulator.State;
        foreach (var application in state.AllApplications)
        {
            var workspace = Assert.Single(workspaces, one => one.Id == application.ResourceId);
            var site = state.Sites[application.Site];
            Assert.Equal(("acme", site.Title, application.Key, site.CloudId), (workspace.Source, workspace.Name, workspace.Type, workspace.CloudId));
            Assert.Equal(("Online", "Standard", false), (workspace.Status, workspace.Plan, workspace.Sandbox));
            Assert.Equal(site.Address, workspace.Url);
            Assert.Equal(application.Key == "jira-product-discovery" ? null : application.Seats, workspace.Capacity);
        }

        Assert.True(Assert.Single(workspaces, one => one.Name == "acme-sandbox").Sandbox);
        Assert.Equal("Offline", Assert.Single(workspaces, one => one.Name == "acme-old").Status);
    }

    [Theory]
    [InlineData("-Type jira", 3)]
    [InlineData("-Type jira-software -Status Online -Name acme*", 3)]
    [InlineData("-Status offline", 1)]
    [InlineData("-Name acme-2", 4)]
    [InlineData("-Name nowhere", 0)]
    public async Task Workspaces_are_filtered(string arguments, int count)
    {
        await using var world = await StartAsync();
        foreach (var areUrls in new[] { false, true })
        {
            world.Simulator.State.Behavior.WorkspaceLinksAreUrls = areUrls;
            Assert.Equal(count, world.Ok("Get-ExternalWorkspace acme " + arguments).Output.Count);
        }
    }

    [Fact]
    public async Task A_site_has_no_list_of_workspaces_and_a_key_needs_its_scope()
    {
        await using var world = await StartAsync();
        world.Fails("NotSupported", "Get-ExternalWorkspace acme-jira");
        world.Simulator.Faults.On("/admin/**/workspaces").Respond(403);
        Assert.Single(world.Run("Get-ExternalWorkspace acme").AllErrors);
    }

    [Theory]
    [InlineData("acme-2")]
    [InlineData("ACME-2")]
    [InlineData("url")]
    [InlineData("ari")]
    public async Task A_workspace_limits_seats_and_activity_to_its_instance(string form)
    {
        await using var world = await StartAsync();
        var state = world.Simulator.State;
        var jira = state.FindApplication("jira-software", 1)!;
        var workspace =
            form == "url" ? state.Sites[1].Address!.ToString()
            : form == "ari" ? jira.ResourceId
            : form;
        var application = form == "ari" ? string.Empty : "-Application jira-software";
        var variables = ("workspace", (object?)workspace);
        Check(string.Empty, _ => true);
        Check("-NeverActive", person => person.LastActiveDaysAgo(jira) is null);
        Check("-InactiveFor 90", person => (person.LastActiveDaysAgo(jira) ?? person.JoinedDaysAgo) >= 90);

        // A person who is active on the first site was never active on the second.
        var never = world.Ok($"Get-ExternalUser acme {application} -Workspace $workspace -NeverActive", variables).OutputOf<ExternalUser>();
        Assert.Contains(never, user => user.Activity.Any(activity => activity.LastActive is not null));
        Assert.All(never, user => Assert.Null(user.LastActive));

        Assert.Equal(
            ["jira-software-users-acme-2"],
            world.Ok($"Get-ExternalGroup acme {application} -Workspace $workspace", variables).OutputOf<ExternalGroup>().Select(group => group.Name)
        );

        void Check(string filter, Func<Person, bool> matches) =>
            Assert.Equal(
                Holders(state, 1).Where(matches).Select(person => person.AccountId).Order(StringComparer.Ordinal),
                world
                    .Ok($"Get-ExternalUser acme {application} -Workspace $workspace {filter}", variables)
                    .OutputOf<ExternalUser>()
                    .Select(user => user.AccountId)
                    .Order(StringComparer.Ordinal)
            );
    }

    [Fact]
    public async Task Access_is_revoked_on_the_instance_that_is_meant()
    {
        await using var world = await StartAsync();
        var state = world.Simulator.State;
        var person = Holders(state, 1)
            .First(person =>
                person is { Index: > 0, Status: "active", OrganizationAdministrator: false }
                && Holders(state, 0).Any(one => one.Index == person.Index)
                && !state.Groups.GroupsOf(person.Index).Any(group => group.ExternalSynced || group.Name.Contains("admin", StringComparison.Ordinal))
            );
        var results = world
            .Run("Revoke-ExternalUserAccess acme -Workspace acme-2 -Application jira-software -User $id -Force", ("id", person.AccountId))
            .OutputOf<ExternalActionResult>();
        Assert.Contains(results, row => row is { Outcome: ActionOutcome.Succeeded, Group: "jira-software-users-acme-2" });
        Assert.Equal(ActionOutcome.NoChange, Assert.Single(results, row => row.Action == ExternalAction.RevokeUserRole).Outcome);
        Assert.DoesNotContain(Holders(state, 1), one => one.Index == person.Index);
        Assert.Contains(Holders(state, 0), one => one.Index == person.Index);
    }

    [Theory]
    [InlineData("acme", "-Workspace nowhere", "has no workspace 'nowhere'. It has acme, acme-2, acme-old, acme-sandbox.")]
    [InlineData("acme", "-Workspace acme-2 -Application opsgenie", "None of the workspaces is an instance of opsgenie.")]
    [InlineData("acme-jira", "-Workspace acme-2", "is not on the site 'acme-jira'")]
    [InlineData("acme-jira", "-Workspace ari:cloud:jira-software::site/elsewhere", "is not on the site 'acme-jira'")]
    public async Task A_workspace_that_is_not_there_is_an_error_that_lists_the_others(string source, string arguments, string says)
    {
        await using var world = await StartAsync();
        var error = world.Fails("InvalidWorkspace", $"Get-ExternalUser {source} {arguments}");
        Assert.Contains(says, error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_accepts_its_address_and_the_ARIs_of_its_workspaces()
    {
        await using var world = await StartAsync();
        var expected = world.Ok("Get-ExternalUser acme-jira -Application jira-software").Output.Count;
        foreach (var workspace in new[] { world.Simulator.State.FindApplication("jira-software")!.ResourceId, world.Simulator.Address.ToString() })
        {
            Assert.Equal(
                expected,
                world.Ok("Get-ExternalUser acme-jira -Workspace $workspace -Application jira-software", ("workspace", workspace)).Output.Count
            );
        }
    }

    [Theory]
    [InlineData("address")]
    [InlineData("name")]
    [InlineData("title")]
    [InlineData("all")]
    public async Task The_name_or_the_address_of_a_site_means_each_of_its_applications(string form)
    {
        await using var world = await StartAsync();
        var state = world.Simulator.State;
        string[] workspaces = form switch
        {
            "address" => [world.Simulator.Address.ToString()],
            "name" => ["acme-jira"],
            "title" => [state.Site.Title],
            // An instance of the site adds nothing to the site.
            _ => [state.FindApplication("jira-software")!.ResourceId, world.Simulator.Address.ToString()],
        };
        var applications = state
            .AllApplications.Where(application => application.Site == 0 && application.Key != "confluence")
            .Select(one => one.Key)
            .ToArray();
        foreach (var filter in new[] { "", "-InactiveFor 90" })
        {
            var expected = world.Ok($"Get-ExternalUser acme-jira -Application $applications {filter}", ("applications", applications)).OutputOf<ExternalUser>();
            Assert.InRange(expected.Count, 1, world.Ok("Get-ExternalUser acme-jira").Output.Count - 1);
            Assert.Equal(
                expected.Select(user => user.AccountId).Order(StringComparer.Ordinal),
                world
                    .Ok($"Get-ExternalUser acme-jira -Workspace $workspaces {filter}", ("workspaces", workspaces))
                    .OutputOf<ExternalUser>()
                    .Select(user => user.AccountId)
                    .Order(StringComparer.Ordinal)
            );
        }

        var granting = world.Ok("Get-ExternalGroup acme-jira -Workspace $workspaces", ("workspaces", workspaces)).OutputOf<ExternalGroup>();
        Assert.All(granting, group => Assert.NotEmpty(group.Applications!));
    }

    [Fact]
    public async Task An_ARI_is_unknown_to_a_site_without_its_cloud_id()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("**/tenant_info").Respond(503);
        world.Ok(
            "$null = New-ExternalSource -Name second -Type JiraCloud -Url $url -UserEmail admin@acme.example -ApiKey $key -SessionOnly",
            ("url", world.Simulator.State.Sites[1].Address)
        );
        var error = world.Fails(
            "InvalidWorkspace",
            "Get-ExternalUser second -Workspace $ari",
            ("ari", world.Simulator.State.FindApplication("jira-software", 1)!.ResourceId)
        );
        Assert.Contains("does not return its cloud id", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seats_are_complete_without_the_workspaces_or_an_error_or_a_warning()
    {
        await using var world = await StartAsync();
        var state = world.Simulator.State;
        var person = world.People.First(one => one.Kind == AccountKind.Person && one.Status == "active" && !state.Groups.GroupsOf(one.Index).Any());
        state.Organizations[0].DirectRoles.Grant(person.Index, new Simulator.Groups.RoleGrant("jira-servicedesk", "atlassian/user", 1));
        var all = world.Ok("Get-ExternalUser acme -Application jira-servicedesk").Output.Count;
        world.Simulator.Faults.On("/admin/**/workspaces").Respond(500);
        Assert.Single(world.Run("Get-ExternalUser acme -Application jira-servicedesk").AllErrors);
        world.Simulator.Faults.Clear();
        world.Simulator.Faults.On("/admin/**/workspaces").Respond(403);
        var some = world.Run("Get-ExternalUser acme -Application jira-servicedesk");
        Assert.Contains("cannot read workspaces", Assert.Single(some.Warnings).Message, StringComparison.Ordinal);
        Assert.Equal(all - 1, some.Output.Count);
    }

    [Fact]
    public async Task An_instance_that_nobody_uses_is_named()
    {
        await using var world = await UserWorld.StartAsync(new SimulatorOptions { Users = 24, Sites = 2 });
        var state = world.Simulator.State;
        var used = world
            .Ok("Get-ExternalUser acme")
            .OutputOf<ExternalUser>()
            .SelectMany(user => user.Activity)
            .Where(activity => activity.LastActive is not null)
            .Select(activity => activity.ResourceId)
            .ToHashSet();
        var unused = state.AllApplications.Where(application => application.Site == 1 && !used.Contains(application.ResourceId)).ToArray();
        var result = world.Run("Get-ExternalUser acme -Workspace acme-2 -InactiveFor 90");
        Assert.NotEmpty(unused);
        Assert.Contains(result.Warnings, warning => unused.All(one => warning.Message.Contains(one.Key, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_sites_users_have_the_activity_of_that_site()
    {
        await using var world = await StartAsync();
        var state = world.Simulator.State;
        world.Ok(
            "$null = New-ExternalSource -Name second -Type JiraCloud -Url $url -UserEmail admin@acme.example -ApiKey $key -SessionOnly",
            ("url", state.Sites[1].Address)
        );
        var never = world.Ok("Get-ExternalUser second -Application jira-software -NeverActive").OutputOf<ExternalUser>();
        Assert.Equal(
            Holders(state, 1)
                .Where(person => person.LastActiveDaysAgo(state.FindApplication("jira-software", 1)!) is null)
                .Select(person => person.AccountId)
                .Order(StringComparer.Ordinal),
            never.Select(user => user.AccountId).Order(StringComparer.Ordinal)
        );
        Assert.Equal(state.Sites[1].CloudId, world.Ok("Get-ExternalSource second").OutputOf<Core.Sources.ExternalSource>()[0].CloudId);
        Assert.All(world.Ok("Get-ExternalUser second -InactiveFor 1").OutputOf<ExternalUser>().SelectMany(user => user.Activity), activity =>
            Assert.EndsWith(state.Sites[1].CloudId, activity.ResourceId, StringComparison.Ordinal)
        );
    }

    private static Task<UserWorld> StartAsync() =>
        UserWorld.StartAsync(
            new SimulatorOptions
            {
                Users = 150,
                Sites = 2,
                OrganizationPageCap = 40,
            }
        );

    /// <summary>The people who hold a seat of Jira on a site.</summary>
    private static Person[] Holders(SimulatorState state, int site) =>
        [
            .. Enumerable
                .Range(0, state.People.Limit)
                .Where(state.People.Exists)
                .Select(index => state.People[index])
                .Where(person =>
                    person.Kind == AccountKind.Person
                    && state
                        .Groups.GroupsOf(person.Index)
                        .Any(group => group.Grants.Any(grant => grant.Application == "jira-software" && grant.Site == site && grant.Billable))
                ),
        ];
}
