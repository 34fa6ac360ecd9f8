using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Simulator;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Contract.Tests.Core;

/// <summary>A scenario that uses a capability of a source type.</summary>
internal sealed record Scenario(SourceType Type, string Capability, Func<CoreRun, Task> Play)
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new(SourceType.Access, "Test", TestOrganizationAsync),
        new(SourceType.Access, "KeyExpiry", run => AccessAsync(run, connector => connector.Get<IKeyExpiryReader>().ReadKeyExpiryAsync(run.Cancellation))),
        new(SourceType.Access, "AccountManagement", run =>
            AccessAsync(run, connector => connector.Get<IAccountManagementProbe>().ProbeAccountManagementAsync(run.Cancellation))
        ),
        new(SourceType.Access, "ReadUsers", ReadOrganizationUsersAsync),
        new(SourceType.Access, "ReadGroups", ReadOrganizationGroupsAsync),
        new(SourceType.Access, "ReadDirectories", ReadDirectoriesAsync),
        new(SourceType.Access, "ReadActivity", run =>
            AccessAsync(run, connector => connector.Get<IActivityReader>().ReadActivityAsync(SomeKeys(run), ["jira-software"], run.Cancellation))
        ),
        new(SourceType.Access, "ReadWorkspaces", ReadWorkspacesAsync),
        new(SourceType.Access, "RevokeRoles", RevokeRolesAsync),
        new(SourceType.Access, "ChangeGroupMembers", run => AccessAsync(run, connector => ChangeMembersAsync(run, connector.Get<IGroupWriter>()))),
        new(SourceType.Access, "RevokeAccess", run => AccessAsync(run, connector => LookUpAsync(run, connector))),
        new(SourceType.Access, "RevokeTokens", RevokeTokensAsync),
        new(SourceType.Access, "ManageAccounts", ManageAccountsAsync),
        new(SourceType.Access, "ManageDirectoryAccess", ManageDirectoryAccessAsync),
        new(SourceType.JiraCloud, "Test", TestSiteAsync),
        new(SourceType.JiraCloud, "ReadUsers", ReadSiteUsersAsync),
        new(SourceType.JiraCloud, "ReadGroups", ReadSiteGroupsAsync),
        new(SourceType.JiraCloud, "ChangeGroupMembers", run => JiraAsync(run, connector => ChangeMembersAsync(run, connector.Get<IGroupWriter>()))),
        new(SourceType.JiraCloud, "RevokeAccess", run => JiraAsync(run, connector => LookUpAsync(run, connector))),
        new(SourceType.JiraCloud, "RemoveFromSite", RemoveFromSiteAsync),
        new(SourceType.JiraCloud, "CreateIssues", CreateIssuesAsync),
    ];

    private static ExternalSource Organization(CoreRun run) =>
        new()
        {
            Id = Guid.Empty,
            Name = "acme",
            Type = SourceType.Access,
            Url = run.Simulator.Address,
            OrganizationId = run.Acme.Id,
            LastUpdatedBy = "ada",
            LastUpdated = DateTimeOffset.UnixEpoch,
        };

    private static ExternalSource Site(CoreRun run) =>
        Organization(run) with
        {
            Name = "acme-site",
            Type = SourceType.JiraCloud,
            OrganizationId = null,
            UserEmail = SimulatorKeys.AdministratorEmail,
        };

    private static Task AccessAsync(CoreRun run, Func<ISourceConnector, Task> use) => run.UseAsync(Organization(run), SimulatorKeys.Organization, use);

    private static Task JiraAsync(CoreRun run, Func<ISourceConnector, Task> use) => run.UseAsync(Site(run), SimulatorKeys.Site, use);

    private static Task InspectAsync(CoreRun run, ExternalSource source, string key, CheckOutcome worst) => run.UseAsync(source, key, async connector =>
        {
            var inspection = await connector.Get<IConnectionTester>().TestAsync(run.Cancellation);
            Assert.Equal(worst == CheckOutcome.Failed, inspection.Failure is not null);
        });

    private static string[] SomeIds(CoreRun run, int count) => [.. Enumerable.Range(0, count).Select(index => run.Acme.People[index].AccountId)];

    /// <summary>Some accounts by id alone, and others with their addresses.</summary>
    private static UserKey[] SomeKeys(CoreRun run) =>
        [.. SomeIds(run, 15).Select(id => new UserKey(id, null)), .. Enumerable.Range(15, 120).Select(index => run.Acme.People[index]).Select(KeyOf)];

    private static UserKey KeyOf(Person person) => new(person.AccountId, person.EmailHidden ? null : person.Email);

    private static async Task TestOrganizationAsync(CoreRun run)
    {
        await InspectAsync(run, Organization(run), SimulatorKeys.Organization, CheckOutcome.Passed);

        // A scoped key lists no organization, so the scenario uses a known id.
        await InspectAsync(run, Organization(run), SimulatorKeys.ScopedOrganization, CheckOutcome.Passed);
        await InspectAsync(run, Organization(run), "wrong", CheckOutcome.Failed);
    }

    private static Task ReadOrganizationUsersAsync(CoreRun run) => AccessAsync(run, async connector =>
        {
            AtlassianGroup[] groups = [.. run.Acme.Groups.All.Take(3)];
            ExternalUser[] all =
            [
                .. await run.UsersAsync(
                    connector,
                    new UserFilter
                    {
                        AccountTypes = [AccountType.Person, AccountType.App, AccountType.Customer],
                        IncludeGroups = true,
                        IncludeApplications = true,
                        IncludeRoles = true,
                    }
                ),
            ];
            string[] emails = [.. all.Select(user => user.Email).OfType<string>().Take(60)];
            foreach (
                var filter in new UserFilter[]
                {
                    new() { Emails = [.. emails.Select(email => new TextPattern(email))] },
                    new() { Emails = [new TextPattern("*@acme.example")] },
                    new() { Names = [new TextPattern("a*")] },
                    new() { AccountIds = SomeIds(run, 120) },
                    new() { Users = [new TextPattern(emails[0])] },
                    new() { Statuses = [UserStatus.Active, UserStatus.Suspended, UserStatus.NotInvited, UserStatus.Deactivated, UserStatus.ForDeletion] },
                    new() { Statuses = [UserStatus.Deleted] },
                    new() { Managed = true, TwoStepVerification = false },
                    new() { Managed = false, TwoStepVerification = true },
                    new() { EmailDomains = ["acme.example", "example.org"] },
                    new() { Groups = [groups[0].Name, groups[1].Id], NotInGroups = [groups[2].Name] },
                    new() { Directories = [run.Acme.Directories[1].Name, run.Acme.Directories[0].Id] },
                    new() { Applications = ["jira-software"] },
                    new() { Applications = ["jira-software", "confluence"], IncludeUnbilled = true },
                    new() { Workspaces = [run.Simulator.State.Applications[0].ResourceId] },
                    new() { Activity = new ActivityFilter { InactiveSince = run.Simulator.State.StartedAt.AddDays(-90) } },
                }
            )
            {
                await run.UsersAsync(connector, filter);
            }
        });

    private static Task ReadOrganizationGroupsAsync(CoreRun run) => AccessAsync(run, async connector =>
        {
            var all = await run.GroupsAsync(connector, new GroupFilter { IncludeCounts = true, IncludeApplications = true });
            await run.GroupsAsync(connector, new GroupFilter { Names = [new TextPattern(all[0].Name), new TextPattern(all[1].Name)] });
            await run.GroupsAsync(connector, new GroupFilter { Names = [new TextPattern("jira*")] });
            await run.GroupsAsync(connector, new GroupFilter { Ids = [all[0].Id, all[1].Id] });
            await run.GroupsAsync(connector, new GroupFilter { Applications = ["jira-software", "confluence"] });
            await run.GroupsAsync(connector, new GroupFilter { Applications = ["jira-software"], IncludeUnbilled = true });
            await run.GroupsAsync(connector, new GroupFilter { Workspaces = [run.Simulator.State.Applications[0].ResourceId] });
        });

    private static Task ReadDirectoriesAsync(CoreRun run) => AccessAsync(run, async connector =>
        {
            var count = 0;
            await connector
                .Get<IDirectoryReader>()
                .ReadDirectoriesAsync(
                    page =>
                    {
                        count += page.Count;
                        return Task.CompletedTask;
                    },
                    run.Cancellation
                );
            Assert.Equal(run.Acme.Directories.Count, count);
        });

    private static Task ReadWorkspacesAsync(CoreRun run) => AccessAsync(run, async connector =>
        {
            var workspaces = new List<ExternalWorkspace>();
            await connector
                .Get<IWorkspaceReader>()
                .ReadWorkspacesAsync(
                    page =>
                    {
                        workspaces.AddRange(page);
                        return Task.CompletedTask;
                    },
                    run.Cancellation
                );
            Assert.NotEmpty(workspaces);
        });

    private static Task RevokeRolesAsync(CoreRun run) => AccessAsync(run, async connector =>
        {
            var writer = connector.Get<IRoleWriter>();
            foreach (var id in SomeIds(run, 60))
            {
                var direct = (await writer.ReadRolesAsync(id, run.Cancellation))
                    .Where(row => row.ResourceId is not null)
                    .SelectMany(row => row.Roles.Where(role => role.Methods.Contains("direct")).Select(role => new RoleReference(row.ResourceId!, role.Role)))
                    .FirstOrDefault();
                if (direct is not null)
                {
                    await writer.RevokeRoleAsync(id, direct, run.Cancellation);
                    return;
                }
            }

            Assert.Fail("Nobody has a direct role.");
        });

    private static async Task TestSiteAsync(CoreRun run)
    {
        await InspectAsync(run, Site(run), SimulatorKeys.Site, CheckOutcome.Passed);
        await InspectAsync(run, Site(run) with { ScopedToken = true }, SimulatorKeys.ScopedSite, CheckOutcome.Passed);
        await InspectAsync(run, Site(run), "wrong", CheckOutcome.Failed);
        run.Simulator.State.Site.DeploymentType = "Server";
        await InspectAsync(run, Site(run), SimulatorKeys.Site, CheckOutcome.Failed);
        run.Simulator.State.Site.DeploymentType = "Cloud";
    }

    private static Task ReadSiteUsersAsync(CoreRun run) => JiraAsync(run, async connector =>
        {
            AtlassianGroup[] groups = [.. run.Acme.Groups.All.Where(group => group.Directory == 0).Take(3)];
            await AccessAsync(run, async organization =>
            {
                foreach (
                    var filter in new UserFilter[]
                    {
                        new() { AccountTypes = [AccountType.Person, AccountType.App, AccountType.Customer] },
                        new() { AccountIds = SomeIds(run, 120) },
                        new()
                        {
                            AccountIds = SomeIds(run, 5),
                            IncludeGroups = true,
                            IncludeApplications = true,
                        },
                        new()
                        {
                            Groups = [groups[0].Name, groups[1].Id],
                            NotInGroups = [groups[2].Name],
                            Applications = ["jira-software"],
                        },
                        new() { Activity = new ActivityFilter { OnlyNever = true } },
                    }
                )
                {
                    await run.UsersAsync(connector, filter, new ActivityOf(organization.Get<IActivityReader>()));
                }
            });
            await run.UseAsync(Site(run) with { ScopedToken = true }, SimulatorKeys.ScopedSite, scoped => run.UsersAsync(scoped, new UserFilter()));
        });

    private static Task ReadSiteGroupsAsync(CoreRun run) => JiraAsync(run, async connector =>
        {
            var all = await run.GroupsAsync(connector, new GroupFilter { IncludeCounts = true });
            await run.GroupsAsync(connector, new GroupFilter { Names = [new TextPattern(all[0].Name), new TextPattern(all[1].Name)] });
            await run.GroupsAsync(connector, new GroupFilter { Ids = [all[0].Id, all[1].Id] });
            await run.GroupsAsync(connector, new GroupFilter { IncludeApplications = true });
        });

    /// <summary>A person to act on: active, managed by the organization itself, and not an administrator.</summary>
    private static Person Somebody(CoreRun run) =>
        Enumerable
            .Range(1, run.Acme.People.Limit - 1)
            .Select(index => run.Acme.People[index])
            .First(person =>
                person
                    is {
                        Kind: AccountKind.Person,
                        Account: AccountState.Active,
                        Membership: MembershipState.Active,
                        Managed: true,
                        EmailVerified: true,
                        OrganizationAdministrator: false,
                        ForDeletion: false
                    }
                && person.ManagementSource != "synced"
                && person.Index % 3 != 0
                && run.Acme.People.IsOnSite(person.Index)
                && run.Acme.IsInDirectory(person.Index, 0)
            );

    private static async Task ChangeMembersAsync(CoreRun run, IGroupWriter writer)
    {
        var person = Somebody(run).AccountId;
        var group = await writer.FindGroupAsync("nobody-yet", run.Cancellation);
        Assert.Equal(group.Id, (await writer.FindGroupAsync(group.Id, run.Cancellation)).Id);
        Assert.True(await writer.AddMemberAsync(group, person, run.Cancellation));
        Assert.False(await writer.AddMemberAsync(group, person, run.Cancellation));
        Assert.True(await writer.RemoveMemberAsync(group, person, run.Cancellation));
        Assert.False(await writer.RemoveMemberAsync(group, person, run.Cancellation));
    }

    /// <summary>Reads the count, the users, and the granting groups before any change.</summary>
    private static async Task LookUpAsync(CoreRun run, ISourceConnector connector)
    {
        var states = connector.Get<IUserStates>();
        var revoker = connector.Get<IAccessRevoker>();
        await states.OwnAccountIdAsync(run.Cancellation);
        Assert.InRange(await states.CountPeopleAsync(run.Cancellation), 1, int.MaxValue);
        var group = await connector.Get<IGroupWriter>().FindGroupAsync("jira-software-users", run.Cancellation);
        UserKey[] keys =
        [
            .. SomeIds(run, 120).Select(id => new UserKey(id, null)),
            new UserKey(null, SimulatorKeys.AdministratorEmail),
            new UserKey("nobody", null),
        ];
        var found = await states.ReadStatesAsync(keys, new StateNeeds { Groups = [group], Administrators = true }, run.Cancellation);
        Assert.True(found[^2].State!.IsAdministrator);
        Assert.NotNull(found[^1].Problem);
        await states.ReadBackAsync(keys[0], new StateNeeds { Groups = [group], Administrators = true }, run.Cancellation);
        UserState[] users = [.. found.Select(lookup => lookup.State).OfType<UserState>()];
        Assert.NotEmpty(await revoker.GrantingGroupsAsync(["jira-software"], users, run.Cancellation));
        Assert.NotEmpty(await revoker.GrantingGroupsAsync([], users, run.Cancellation));
    }

    private static Task RevokeTokensAsync(CoreRun run) => AccessAsync(run, async connector =>
        {
            var revoker = connector.Get<ITokenRevoker>();
            var person = Somebody(run).AccountId;
            var tokens = await revoker.GetTokenIdsAsync(person, run.Cancellation);
            Assert.NotEmpty(tokens);
            Assert.True(await revoker.RevokeTokenAsync(person, tokens[0]!, run.Cancellation));
            Assert.False(await revoker.RevokeTokenAsync(person, tokens[0]!, run.Cancellation));
        });

    private static Task ManageAccountsAsync(CoreRun run) => AccessAsync(run, async connector =>
        {
            var lifecycle = connector.Get<IAccountLifecycle>();
            var person = Somebody(run).AccountId;
            await lifecycle.DisableAsync(person, "Left the company", run.Cancellation);
            await lifecycle.DisableAsync(person, null, run.Cancellation);
            await lifecycle.EnableAsync(person, run.Cancellation);
            await lifecycle.DeleteAsync(person, run.Cancellation);
            await lifecycle.CancelDeletionAsync(person, run.Cancellation);
        });

    private static Task ManageDirectoryAccessAsync(CoreRun run) => AccessAsync(run, async connector =>
        {
            var access = connector.Get<IDirectoryAccess>();
            var person = Somebody(run).AccountId;
            var directory = await access.FindDirectoryAsync(run.Acme.Directories[0].Name, run.Cancellation);
            await access.SuspendAsync(directory.Id, person, run.Cancellation);
            await connector.Get<IUserStates>().ReadStatesAsync([new UserKey(person, null)], new StateNeeds { DirectoryId = directory.Id }, run.Cancellation);
            await access.ResumeAsync(directory.Id, person, run.Cancellation);
            Assert.True(await access.RemoveFromDirectoryAsync(directory.Id, person, run.Cancellation));
            Assert.False(await access.RemoveFromDirectoryAsync(directory.Id, person, run.Cancellation));
        });

    private static Task CreateIssuesAsync(CoreRun run) => JiraAsync(run, async connector =>
        {
            var issues = connector.Get<IIssueCreator>();
            var draft = new IssueDraft
            {
                Project = "ADM",
                IssueType = "Task",
                Summary = "Unused seats",
                Description = "Two paragraphs,\nthe first with two lines.\n\nThe second.",
                Users =
                [
                    new IssueUser("id", "Name", null, "acme", "Active", DateTimeOffset.UnixEpoch),
                    new IssueUser("other", null, "other@acme.example", null, null, null),
                ],
                Marker = "The contract's own.",
            };
            Assert.Null(await issues.FindIssueAsync(draft, run.Cancellation));
            var key = await issues.CreateIssueAsync(draft, run.Cancellation);
            Assert.Equal(key, await issues.FindIssueAsync(draft, run.Cancellation));
            await Assert.ThrowsAsync<ServiceStatusException>(() => issues.CreateIssueAsync(draft with { Project = "NONE" }, run.Cancellation));
        });

    private static Task RemoveFromSiteAsync(CoreRun run) => JiraAsync(run, async connector =>
        {
            var remover = connector.Get<ISiteUserRemover>();
            var person = Somebody(run).AccountId;
            Assert.True(await remover.RemoveFromSiteAsync(person, run.Cancellation));
            Assert.False(await remover.RemoveFromSiteAsync(person, run.Cancellation));
        });
}
