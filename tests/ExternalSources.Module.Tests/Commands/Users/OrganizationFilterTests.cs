using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Users;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>Every filter of Get-ExternalUser on an organization, alone and combined.</summary>
public sealed class OrganizationFilterTests(ReadingFixture fixture) : IClassFixture<ReadingFixture>
{
    private static readonly Dictionary<string, Func<ReadingFixture, Person, bool>> Filters = new()
    {
        [""] = (_, person) => IsPerson(person),
        ["-AccountType App"] = (_, person) => person.Kind == AccountKind.App,
        ["-AccountType Customer"] = (_, person) => person.Kind == AccountKind.Customer,
        ["-AccountType Person, App, Customer"] = (_, _) => true,

        ["-Email $dana.Email"] = (f, person) => person.Index == f.Dana.Index,
        ["-Email $dana.Email.ToUpperInvariant()"] = (f, person) => person.Index == f.Dana.Index,
        ["-Email $dana.Email, $eve.Email"] = (f, person) => person.Index == f.Dana.Index || person.Index == f.Eve.Index,
        ["-Email *"] = (_, person) => IsPerson(person) && person.VisibleEmail is not null,
        ["-Email *@ACME.example"] = (_, person) =>
            IsPerson(person) && person.VisibleEmail?.EndsWith("@acme.example", StringComparison.OrdinalIgnoreCase) == true,
        ["-Email [a-c]*"] = (_, person) => IsPerson(person) && person.VisibleEmail is { } email && email[0] is 'a' or 'b' or 'c',
        ["-Email ?a*"] = (_, person) => IsPerson(person) && person.VisibleEmail is { } email && email[1] == 'a',
        ["-Email *.* , nobody@*"] = (_, person) => IsPerson(person) && person.VisibleEmail is not null,
        ["-Name $dana.Name"] = (f, person) => IsPerson(person) && person.Name == f.Dana.Name,
        ["-Name *an*"] = (_, person) => IsPerson(person) && person.Name.Contains("an", StringComparison.OrdinalIgnoreCase),
        ["-Name [!a-z]*"] = (_, person) => IsPerson(person) && char.ToLowerInvariant(person.Name[0]) is '!' or (>= 'a' and <= 'z'),
        ["-AccountId $dana.AccountId"] = (f, person) => person.Index == f.Dana.Index,
        ["-AccountId $dana.AccountId, $eve.AccountId, $dana.AccountId"] = (f, person) => person.Index == f.Dana.Index || person.Index == f.Eve.Index,
        ["-User $dana.AccountId"] = (f, person) => person.Index == f.Dana.Index,
        ["-User $dana.Email, $eve.Email"] = (f, person) => person.Index == f.Dana.Index || person.Index == f.Eve.Index,
        ["-User $dana.Email, $eve.AccountId"] = (f, person) => person.Index == f.Dana.Index || person.Index == f.Eve.Index,
        // A wildcard does not match account IDs.
        ["-User *b*"] = (_, person) => IsPerson(person) && (person.Name + "\n" + person.VisibleEmail).Contains('b', StringComparison.OrdinalIgnoreCase),

        ["-Status Active"] = (_, person) => IsPerson(person) && ReadingFixture.StatusOf(person) == "Active",
        ["-Status Suspended"] = (_, person) => IsPerson(person) && ReadingFixture.StatusOf(person) == "Suspended",
        ["-Status NotInvited"] = (_, person) => IsPerson(person) && ReadingFixture.StatusOf(person) == "NotInvited",
        ["-Status Deactivated"] = (_, person) => IsPerson(person) && ReadingFixture.StatusOf(person) == "Deactivated",
        ["-Status ForDeletion"] = (_, person) => IsPerson(person) && ReadingFixture.StatusOf(person) == "ForDeletion",
        ["-Status Deleted"] = (_, person) => IsPerson(person) && ReadingFixture.StatusOf(person) == "Deleted",
        ["-Status Deleted, Suspended"] = (_, person) => IsPerson(person) && ReadingFixture.StatusOf(person) is "Deleted" or "Suspended",
        ["-Managed"] = (_, person) => IsPerson(person) && person.Managed,
        ["-Managed:$false"] = (_, person) => IsPerson(person) && !person.Managed,
        ["-TwoStepVerification"] = (_, person) => IsPerson(person) && person.TwoStepVerification,
        ["-TwoStepVerification:$false"] = (_, person) => IsPerson(person) && !person.TwoStepVerification,
        ["-EmailDomain acme.example"] = (_, person) => IsPerson(person) && person.HasDomain("acme.example"),
        ["-EmailDomain '@Acme.Example', nowhere.example"] = (_, person) => IsPerson(person) && person.HasDomain("acme.example"),

        ["-Group all-employees"] = (f, person) => IsPerson(person) && f.IsIn(person, "all-employees"),
        ["-Group CONTRACTORS, confluence-guests"] = (f, person) => IsPerson(person) && (f.IsIn(person, "contractors") || f.IsIn(person, "confluence-guests")),
        ["-Group nobody-yet"] = (_, _) => false,
        ["-NotInGroup all-employees"] = (f, person) => IsPerson(person) && !f.IsIn(person, "all-employees"),
        ["-NotInGroup all-employees, contractors"] = (f, person) => IsPerson(person) && !f.IsIn(person, "all-employees") && !f.IsIn(person, "contractors"),
        ["-Group all-employees -NotInGroup jira-software-users"] = (f, person) =>
            IsPerson(person) && f.IsIn(person, "all-employees") && !f.IsIn(person, "jira-software-users"),
        ["-Directory $directories[1].Name"] = (f, person) => IsPerson(person) && f.State.Organizations[0].IsInDirectory(person.Index, 1),
        ["-Directory $directories[1].Id"] = (f, person) => IsPerson(person) && f.State.Organizations[0].IsInDirectory(person.Index, 1),
        ["-Directory $directories.Name"] = (f, person) =>
            IsPerson(person) && (f.State.Organizations[0].IsInDirectory(person.Index, 0) || f.State.Organizations[0].IsInDirectory(person.Index, 1)),
        ["-Application jira-product-discovery"] = (f, person) => IsPerson(person) && f.Has(person, "jira-product-discovery"),
        ["-Application Jira-Software, confluence"] = (f, person) => IsPerson(person) && (f.Has(person, "jira-software") || f.Has(person, "confluence")),
        ["-Application jira-software -Group all-employees"] = (f, person) =>
            IsPerson(person) && f.Has(person, "jira-software") && f.IsIn(person, "all-employees"),

        ["-LastActiveBefore $midnight.AddDays(-60)"] = (f, person) => IsPerson(person) && f.Idle(person) > 60,
        ["-LastActiveAfter $midnight.AddDays(-60)"] = (f, person) => IsPerson(person) && f.Idle(person) <= 60,
        ["-LastActiveAfter $midnight.AddDays(-100) -LastActiveBefore $midnight.AddDays(-10)"] = (f, person) =>
            IsPerson(person) && f.Idle(person) is > 10 and <= 100,
        ["-NeverActive"] = (f, person) => IsPerson(person) && f.Idle(person) is null,
        ["-InactiveFor ([int16]90)"] = (f, person) => IsPerson(person) && (f.Idle(person) ?? person.JoinedDaysAgo) >= 90,
        ["-InactiveFor ([decimal]90)"] = (f, person) => IsPerson(person) && (f.Idle(person) ?? person.JoinedDaysAgo) >= 90,
        ["-InactiveFor '90.00:00:00'"] = (f, person) => IsPerson(person) && (f.Idle(person) ?? person.JoinedDaysAgo) >= 90,
        ["-NeverActive -InactiveFor 90"] = (f, person) => IsPerson(person) && f.Idle(person) is null && person.JoinedDaysAgo >= 90,
        ["-LastActiveAfter $midnight.AddDays(-100) -InactiveFor 30"] = (f, person) => IsPerson(person) && f.Idle(person) is >= 30 and <= 100,
        ["-LastActiveBefore $midnight.AddDays(-60) -InactiveFor 30"] = (f, person) => IsPerson(person) && f.Idle(person) > 60,
        ["-InactiveFor 90"] = (f, person) => IsPerson(person) && (f.Idle(person) ?? person.JoinedDaysAgo) >= 90,
        ["-InactiveFor ([TimeSpan]::FromDays(30))"] = (f, person) => IsPerson(person) && (f.Idle(person) ?? person.JoinedDaysAgo) >= 30,
        ["-Application jira-software -InactiveFor 90"] = (f, person) =>
            IsPerson(person) && f.Has(person, "jira-software") && (f.Idle(person, "jira-software") ?? person.JoinedDaysAgo) >= 90,
        ["-Application jira-software -NeverActive"] = (f, person) =>
            IsPerson(person) && f.Has(person, "jira-software") && f.Idle(person, "jira-software") is null,
        ["-Application confluence, jira-software -LastActiveAfter $midnight.AddDays(-10)"] = (f, person) =>
            IsPerson(person) && f.Idle(person, "jira-software", "confluence") <= 10,

        ["-Status Active -Managed -TwoStepVerification:$false -Group all-employees -InactiveFor 14"] = (f, person) =>
            IsPerson(person)
            && ReadingFixture.StatusOf(person) == "Active"
            && person is { Managed: true, TwoStepVerification: false }
            && f.IsIn(person, "all-employees")
            && (f.Idle(person) ?? person.JoinedDaysAgo) >= 14,
        ["-EmailDomain acme.example -Name *a* -Directory $directories[1].Name -NotInGroup contractors -Status Active, Suspended"] = (f, person) =>
            IsPerson(person)
            && person.HasDomain("acme.example")
            && person.Name.Contains('a', StringComparison.OrdinalIgnoreCase)
            && f.State.Organizations[0].IsInDirectory(person.Index, 1)
            && !f.IsIn(person, "contractors")
            && ReadingFixture.StatusOf(person) is "Active" or "Suspended",
    };

    public static TheoryData<string> Arguments => [.. Filters.Keys];

    [Theory]
    [MemberData(nameof(Arguments))]
    public void A_filter_returns_exactly_the_users_that_match(string arguments) =>
        fixture.Check("acme", arguments, person => Filters[arguments](fixture, person));

    [Fact]
    public void Almost_every_filter_matches_a_user() =>
        Assert.True(
            Filters.Values.Count(filter => fixture.People.Any(person => filter(fixture, person)) && !fixture.People.All(person => filter(fixture, person)))
                >= Filters.Count - 6
        );

    [Fact]
    public void A_user_has_all_the_data_that_the_organization_returns()
    {
        var users = fixture.Check("acme", "-AccountType Person, App, Customer", _ => true).ToDictionary(user => user.AccountId);
        var midnight = new DateTimeOffset(fixture.State.StartedAt.UtcDateTime.Date, TimeSpan.Zero);
        Assert.All(fixture.People, person =>
        {
            var user = users[person.AccountId];
            Assert.Equal(
                (
                    person.Name,
                    person.VisibleEmail,
                    ReadingFixture.StatusOf(person),
                    person.Managed,
                    person.TwoStepVerification,
                    person.JobTitle,
                    person.Department,
                    person.Location
                ),
                (user.Name, user.Email, user.Status, user.Managed!.Value, user.TwoStepVerification!.Value, user.JobTitle, user.Department, user.Location)
            );
            Assert.Equal(person.ManagementSource, user.ManagedBy?.ToLowerInvariant());
            Assert.Equal(midnight.AddDays(-person.JoinedDaysAgo), user.AddedToOrganization);
            Assert.Equal(fixture.Idle(person) is { } days ? midnight.AddDays(-days) : null, user.LastActive);
            Assert.True(user.ActivityKnown);
            Assert.Null(user.Groups);
            Assert.Null(user.Applications);
            Assert.Null(user.Directory);
        });
        Assert.Contains(users.Values, user => user.Email is null);
    }

    [Fact]
    public void Groups_and_roles_are_returned_on_request()
    {
        var users = fixture.Check("acme", "-Include Groups, Roles", IsPerson).ToDictionary(user => user.AccountId);
        Assert.All(fixture.People.Where(IsPerson), person =>
        {
            Assert.Equal(
                fixture.State.Groups.GroupsOf(person.Index).Select(group => (group.Id, group.Name)),
                users[person.AccountId].Groups!.Select(group => (group.Id, group.Name!))
            );
            Assert.Equal(person.OrganizationAdministrator ? ["atlassian/org-admin"] : [], users[person.AccountId].Roles!);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Application jira-software")]
    [InlineData("-AccountType Customer")]
    [InlineData("-Status Suspended")]
    public void Applications_include_those_that_the_user_has_never_used(string arguments)
    {
        var users = fixture.World.Ok($"Get-ExternalUser acme {arguments} -Include Applications").OutputOf<ExternalUser>();
        Assert.NotEmpty(users);
        Assert.All(users, user =>
        {
            var person = fixture.State.People.Find(user.AccountId)!;
            var mayUse = fixture
                .State.Applications.Select(application => application.Key)
                .Where(key => fixture.Has(person, key) || fixture.Idle(person, key) is not null);
            Assert.Equal(mayUse.Order(), user.Applications!.Order());
        });
        Assert.Contains(users, user => user.Applications!.Count > user.Activity.Count || arguments == "-AccountType Customer");
    }

    [Fact]
    public void A_user_in_several_directories_is_written_once_with_the_first_directory()
    {
        var directories = fixture.State.Organizations[0].Directories;
        foreach (var order in new[] { new[] { 0, 1 }, [1, 0] })
        {
            var users = fixture
                .World.Ok("Get-ExternalUser acme -Directory $names", ("names", order.Select(number => directories[number].Name).ToArray()))
                .OutputOf<ExternalUser>();
            Assert.Equal(users.Count, users.Select(user => user.AccountId).Distinct().Count());
            Assert.All(users, user =>
                Assert.Equal(
                    directories[
                        order.First(number => fixture.State.Organizations[0].IsInDirectory(fixture.State.People.Find(user.AccountId)!.Index, number))
                    ].Name,
                    user.Directory
                )
            );
        }
    }

    [Fact]
    public void A_user_has_the_directory_and_the_group_of_the_filter()
    {
        var directory = fixture.State.Organizations[0].Directories[1].Name;
        Assert.All(fixture.World.Ok($"Get-ExternalUser acme -Directory '{directory}' -Group all-employees").OutputOf<ExternalUser>(), user =>
            Assert.Equal((directory, "all-employees"), (user.Directory, user.MemberOf))
        );
    }

    [Theory]
    [InlineData("-Group no-such-group", "GroupNotFound", "no-such-group")]
    [InlineData("-NotInGroup no-such-group", "GroupNotFound", "no-such-group")]
    [InlineData("-Directory Nowhere", "InvalidDirectory", "Nowhere")]
    [InlineData("-Application opsgenie", "InvalidApplication", "'opsgenie'")]
    [InlineData("-Application jira-software, jra-software", "InvalidApplication", "confluence, jira-product-discovery, jira-servicedesk, jira-software")]
    [InlineData("-Name '[z-a]*'", "InvalidWildcard", "[z-a]*")]
    [InlineData("-AccountId 557058:nobody", "UserNotFound", "557058:nobody")]
    [InlineData("-Email nobody@nowhere.example", "UserNotFound", "nobody@nowhere.example")]
    [InlineData("-AccountId 557058:nobody -Status Active", "UserNotFound", "557058:nobody")]
    [InlineData("-User Nobody", "UserNotFound", "Nobody")]
    public void An_unknown_value_is_an_error_that_names_it(string arguments, string errorId, string named) =>
        Assert.Contains(named, fixture.World.Fails(errorId, "Get-ExternalUser -Source acme " + arguments).ErrorDetails.Message, StringComparison.Ordinal);

    [Fact]
    public void A_wildcard_without_a_match_returns_nothing() =>
        Assert.Empty(fixture.World.Ok("Get-ExternalUser acme -Name 'zzzz*'; Get-ExternalUser acme -Email '*@nowhere.example'").Output);

    private static bool IsPerson(Person person) => person.Kind == AccountKind.Person;
}
