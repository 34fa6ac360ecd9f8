using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>Every filter of Get-ExternalUser on a Jira site, alone and combined, and the filters that a site does not have.</summary>
public sealed class JiraFilterTests(ReadingFixture fixture) : IClassFixture<ReadingFixture>
{
    private static readonly Dictionary<string, Func<ReadingFixture, Person, bool>> Filters = new()
    {
        [""] = (_, person) => IsPerson(person),
        ["-AccountType App, Customer"] = (_, person) => !IsPerson(person),
        ["-AccountType Person, App, Customer"] = (_, _) => true,
        ["-Email $dana.Email"] = (f, person) => person.Index == f.Dana.Index,
        ["-Email *@acme.example, nobody@*"] = (_, person) =>
            IsPerson(person) && person.VisibleEmail?.EndsWith("@acme.example", StringComparison.OrdinalIgnoreCase) == true,
        ["-Email [a-c]*"] = (_, person) => IsPerson(person) && person.VisibleEmail is { } email && email[0] is 'a' or 'b' or 'c',
        ["-Name *an*"] = (_, person) => IsPerson(person) && person.Name.Contains("an", StringComparison.OrdinalIgnoreCase),
        ["-Name '*a? *'"] = (_, person) => IsPerson(person) && System.Text.RegularExpressions.Regex.IsMatch(person.Name, "[aA]. "),
        ["-AccountId $dana.AccountId, $eve.AccountId"] = (f, person) => person.Index == f.Dana.Index || person.Index == f.Eve.Index,
        ["-User $dana.Email, $eve.AccountId"] = (f, person) => person.Index == f.Dana.Index || person.Index == f.Eve.Index,
        ["-Status Active"] = (_, person) => IsPerson(person) && person.IsActiveOnSite,
        ["-Status Deactivated"] = (_, person) => IsPerson(person) && !person.IsActiveOnSite,
        ["-Group all-employees"] = (f, person) => IsPerson(person) && f.IsIn(person, "all-employees"),
        ["-Group all-employees, Contractors"] = (f, person) => IsPerson(person) && (f.IsIn(person, "all-employees") || f.IsIn(person, "contractors")),
        ["-Group nobody-yet"] = (_, _) => false,
        ["-NotInGroup all-employees"] = (f, person) => IsPerson(person) && !f.IsIn(person, "all-employees"),
        ["-Group all-employees -NotInGroup jira-software-users, contractors"] = (f, person) =>
            IsPerson(person) && f.IsIn(person, "all-employees") && !f.IsIn(person, "jira-software-users") && !f.IsIn(person, "contractors"),
        ["-Application jira-software"] = (f, person) => IsPerson(person) && OnSite(f, person, "jira-software"),
        ["-Application JIRA-SERVICEDESK, jira-product-discovery"] = (f, person) =>
            IsPerson(person) && (OnSite(f, person, "jira-servicedesk") || OnSite(f, person, "jira-product-discovery")),
        ["-Application jira-software -Group all-employees"] = (f, person) =>
            IsPerson(person) && OnSite(f, person, "jira-software") && f.IsIn(person, "all-employees"),
        ["-LastActiveBefore $midnight.AddDays(-60)"] = (f, person) => IsPerson(person) && f.Idle(person) > 60,
        ["-LastActiveAfter $midnight.AddDays(-60)"] = (f, person) => IsPerson(person) && f.Idle(person) <= 60,
        ["-NeverActive"] = (f, person) => IsPerson(person) && IsInDirectory(person) && f.Idle(person) is null,
        ["-NeverActive -InactiveFor 90"] = (f, person) => IsPerson(person) && IsInDirectory(person) && f.Idle(person) is null && person.JoinedDaysAgo >= 90,
        ["-LastActiveAfter $midnight.AddDays(-100) -InactiveFor 30"] = (f, person) => IsPerson(person) && f.Idle(person) is >= 30 and <= 100,
        ["-LastActiveBefore $midnight.AddDays(-60) -InactiveFor 30"] = (f, person) => IsPerson(person) && f.Idle(person) > 60,
        ["-InactiveFor 90"] = (f, person) => IsPerson(person) && IsInDirectory(person) && (f.Idle(person) ?? person.JoinedDaysAgo) >= 90,
        ["-Application jira-software -InactiveFor 90 -Status Active"] = (f, person) =>
            IsPerson(person) && person.IsActiveOnSite && OnSite(f, person, "jira-software") && (f.Idle(person, "jira-software") ?? person.JoinedDaysAgo) >= 90,
        ["-Name *a* -Status Active -Group all-employees -InactiveFor 14"] = (f, person) =>
            IsPerson(person)
            && person.Name.Contains('a', StringComparison.OrdinalIgnoreCase)
            && person.IsActiveOnSite
            && f.IsIn(person, "all-employees")
            && (f.Idle(person) ?? person.JoinedDaysAgo) >= 14,
        ["-Status Suspended"] = (_, _) => false,
    };

    public static TheoryData<string> Arguments => [.. Filters.Keys];

    [Theory]
    [MemberData(nameof(Arguments))]
    public void A_filter_returns_exactly_the_users_that_match(string arguments) =>
        fixture.Check("acme-jira", arguments, person => Filters[arguments](fixture, person), UnknownActivity(arguments));

    /// <summary>The activity of users in no directory is unknown. All of them are inactive on the site.</summary>
    private int UnknownActivity(string arguments) =>
        arguments.Contains("ctive", StringComparison.Ordinal) && !arguments.Contains("-Status", StringComparison.Ordinal)
            ? fixture.People.Count(person => IsPerson(person) && !IsInDirectory(person))
            : 0;

    private static bool IsInDirectory(Person person) => person.Membership != MembershipState.None;

    [Theory]
    [InlineData("-Managed", "Managed")]
    [InlineData("-Managed:$false", "Managed")]
    [InlineData("-TwoStepVerification", "TwoStepVerification")]
    [InlineData("-EmailDomain acme.example", "EmailDomain")]
    [InlineData("-Directory Acme", "Directory")]
    [InlineData("-Include Roles", "Roles")]
    public void A_filter_that_a_site_does_not_have_is_an_error_that_names_the_types_that_do(string arguments, string criterion)
    {
        fixture.World.Simulator.Requests.Clear();
        var error = fixture.World.Fails("NotSupported", "Get-ExternalUser -Source acme-jira " + arguments);
        Assert.Contains("acme-jira", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(criterion, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("Access", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(fixture.World.Simulator.Requests.Snapshot());
    }

    [Fact]
    public void A_source_that_supports_the_filter_returns_its_users()
    {
        var result = fixture.World.Run("Get-ExternalUser -Source acme, acme-jira -Managed");
        Assert.Equal("acme-jira", Assert.Single(result.AllErrors).TargetObject);
        Assert.Equal(fixture.People.Count(person => IsPerson(person) && person.Managed), result.Output.Count);
    }

    [Fact]
    public void A_user_has_all_the_data_that_the_site_returns()
    {
        var users = fixture.Check("acme-jira", "-AccountType Person, App, Customer", _ => true).ToDictionary(user => user.AccountId);
        Assert.All(fixture.People, person =>
            Assert.Equal(
                (person.Name, person.VisibleEmail, person.IsActiveOnSite ? "Active" : "Deactivated", person.Kind.ToString(), false, (bool?)null),
                (
                    users[person.AccountId].Name,
                    users[person.AccountId].Email,
                    users[person.AccountId].Status,
                    users[person.AccountId].AccountType,
                    users[person.AccountId].ActivityKnown,
                    users[person.AccountId].Managed
                )
            )
        );
    }

    [Fact]
    public void Groups_and_applications_are_returned_on_request()
    {
        var users = fixture.Check("acme-jira", "-Group contractors -Include Groups, Applications", person =>
            IsPerson(person) && fixture.IsIn(person, "contractors")
        );
        Assert.All(users, user =>
        {
            var person = fixture.State.People.Find(user.AccountId)!;
            Assert.Equal(
                fixture.State.Groups.GroupsOf(person.Index).Where(group => group.Directory == 0).Select(group => group.Id).Order(),
                user.Groups!.Select(group => group.Id).Order()
            );
            Assert.Contains("jira-software", user.Applications!);
            Assert.Equal("contractors", user.MemberOf);
        });
    }

    [Theory]
    [InlineData("-Group no-such-group", "GroupNotFound", "no-such-group")]
    [InlineData("-Application no-such-app", "InvalidApplication", "no-such-app")]
    [InlineData("-AccountId 557058:nobody", "UserNotFound", "557058:nobody")]
    [InlineData("-Email nobody@nowhere.example", "UserNotFound", "nobody@nowhere.example")]
    public void An_unknown_value_is_an_error_that_names_it(string arguments, string errorId, string named) =>
        Assert.Contains(named, fixture.World.Fails(errorId, "Get-ExternalUser -Source acme-jira " + arguments).ErrorDetails.Message, StringComparison.Ordinal);

    // The site has the groups of its own directory, and counts only billable roles as access to an application.
    private static bool OnSite(ReadingFixture f, Person person, string application) =>
        f
            .State.Groups.GroupsOf(person.Index)
            .Any(group => group.Directory == 0 && group.Grants.Any(grant => grant.Application == application && grant.Billable));

    private static bool IsPerson(Person person) => person.Kind == AccountKind.Person;
}
