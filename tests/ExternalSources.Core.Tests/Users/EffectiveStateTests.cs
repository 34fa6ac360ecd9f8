using System;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Users;
using Xunit;

namespace ExternalSources.Core.Tests.Users;

public sealed class EffectiveStateTests
{
    [Fact]
    public void A_user_with_the_same_status_everywhere_has_no_flags()
    {
        Assert.Empty(Of(User("acme", "Active"), User("acme-jira", "Active")).Flags);
        Assert.Empty(Of(User("acme", "Deactivated"), User("acme-jira", "Deactivated")).Flags);
        Assert.Empty(Of(User("acme-jira", "Active")).Flags);
    }

    [Theory]
    [InlineData("Deactivated")]
    [InlineData("Suspended")]
    [InlineData("NotInvited")]
    [InlineData("ForDeletion")]
    [InlineData("on_sabbatical")]
    public void Active_on_a_site_but_not_in_the_organization_is_flagged(string status) =>
        Assert.Equal([$"Active on acme-jira, {status} in acme"], Of(User("acme-jira", "Active"), User("acme", status)).Flags);

    [Fact]
    public void Active_in_the_organization_but_not_on_a_site_is_flagged() =>
        Assert.Equal(["Deactivated on acme-jira, Active in acme"], Of(User("acme-jira", "Deactivated"), User("acme", "Active")).Flags);

    [Fact]
    public void Every_site_is_flagged() =>
        Assert.Equal(
            ["Active on acme-jira, Suspended in acme", "Active on other-jira, Suspended in acme"],
            Of(User("other-jira", "Active"), User("acme-jira", "Active"), User("third-jira", "Deactivated"), User("acme", "Suspended")).Flags
        );

    [Fact]
    public void Suspended_but_still_in_granting_groups_is_flagged()
    {
        var suspended = User("acme", "Suspended") with { Applications = ["jira-software", "confluence", "trello"], Granted = ["jira-software", "confluence"] };
        Assert.Equal(["Suspended in acme, but still in groups that grant jira-software, confluence"], Of(suspended).Flags);
        Assert.Empty(Of(suspended with { Status = "Active" }).Flags);
        Assert.Empty(Of(suspended with { Granted = [] }).Flags);
        Assert.Empty(Of(suspended with { Granted = null }).Flags);
    }

    [Fact]
    public void Groups_that_may_grant_more_are_flagged()
    {
        var suspended = User("acme", "Suspended") with { Granted = [], MayBeGrantedMore = true };
        Assert.Equal(["Suspended in acme, which does not return everything that the user's groups grant"], Of(suspended).Flags);
        Assert.Empty(Of(suspended with { Status = "Active" }).Flags);
    }

    [Fact]
    public void The_organization_comes_first_and_data_of_all_sources_is_combined()
    {
        var day = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var person = Of(
            User("b-jira", "Active") with
            {
                Name = "dana",
                Email = "dana@acme.example",
                LastActive = day,
            },
            User("A-jira", "Active"),
            User("acme", "Active") with
            {
                LastActive = day.AddDays(-1),
            }
        );
        Assert.Equal(["acme", "A-jira", "b-jira"], person.States.Select(state => state.Source));
        Assert.Equal(("1", "Dana", "dana@acme.example", day), (person.AccountId, person.Name, person.Email, person.LastActive));
        Assert.Equal("Dana", person.ToString());
    }

    private static EffectiveUser Of(params ExternalUser[] states) =>
        EffectiveState.Of(states, source => source.EndsWith("-jira", StringComparison.Ordinal) ? SourceType.JiraCloud : SourceType.Access, []);

    private static ExternalUser User(string source, string status) =>
        new()
        {
            Source = source,
            AccountId = "1",
            Name = "Dana",
            Status = status,
            AccountType = "Person",
        };
}
