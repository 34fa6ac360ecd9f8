using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Users;
using Xunit;

namespace ExternalSources.Core.Tests.Users;

public sealed class UserFilterTests
{
    private static readonly ExternalUser Dana = new()
    {
        Source = "acme",
        AccountId = "557058:1",
        Name = "Dana Ørsted",
        Email = "dana@acme.example",
        Status = "Active",
        AccountType = "Person",
        Managed = true,
        TwoStepVerification = false,
    };

    private static readonly ExternalUser Hidden = Dana with { Email = null, Managed = null, TwoStepVerification = null };

    [Fact]
    public void Without_criteria_every_person_matches()
    {
        Assert.True(new UserMatcher(new UserFilter()).Matches(Dana));
        Assert.True(new UserMatcher(new UserFilter()).Matches(Hidden));
        Assert.False(new UserMatcher(new UserFilter()).Matches(Dana with { AccountType = "App" }));
        Assert.False(new UserMatcher(new UserFilter()).Matches(Dana with { AccountType = "Customer" }));
        Assert.True(new UserMatcher(new UserFilter { AccountTypes = [AccountType.App, AccountType.Person] }).Matches(Dana with { AccountType = "App" }));
        Assert.True(new UserMatcher(new UserFilter { AccountTypes = [] }).Matches(Dana with { AccountType = "Unknown" }));
    }

    [Fact]
    public void An_account_of_unknown_type_may_have_any_type()
    {
        var robot = Dana with { AccountType = "Unknown" };
        Assert.True(new UserMatcher(new UserFilter()).Matches(robot));
        Assert.True(new UserMatcher(new UserFilter { AccountTypes = [AccountType.Unknown] }).Matches(robot));
        Assert.False(new UserMatcher(new UserFilter { AccountTypes = [AccountType.Unknown] }).Matches(Dana));
        foreach (var type in new[] { AccountType.Person, AccountType.App, AccountType.Customer })
        {
            var matcher = new UserMatcher(new UserFilter { AccountTypes = [type] });
            Assert.Null(matcher.Matches(robot));
            Assert.Equal([UserCriterion.AccountType], matcher.UndeterminedCriteria(robot));
        }

        Assert.False(new UserMatcher(new UserFilter { AccountTypes = [AccountType.Person], Names = Patterns("Eve") }).Matches(robot));
        Assert.False(new UserMatcher(new UserFilter { AccountTypes = [AccountType.Person], Statuses = [UserStatus.Suspended] }).Matches(robot));
        Assert.True(
            new UserMatcher(
                new UserFilter
                {
                    AccountTypes = [AccountType.Person],
                    AnyTypeById = true,
                    AccountIds = [Dana.AccountId],
                }
            ).Matches(robot)
        );
    }

    [Fact]
    public void Any_value_and_all_criteria_must_match()
    {
        var filter = new UserFilter { Names = Patterns("nobody", "dana*"), Statuses = [UserStatus.Suspended, UserStatus.Active] };
        Assert.True(new UserMatcher(filter).Matches(Dana));
        Assert.False(new UserMatcher(filter).Matches(Dana with { Status = "Deactivated" }));
        Assert.False(new UserMatcher(filter).Matches(Dana with { Name = "Eve" }));
    }

    [Fact]
    public void It_is_unknown_whether_a_hidden_address_matches()
    {
        Assert.True(new UserMatcher(new UserFilter { Emails = Patterns("*") }).Matches(Dana));
        Assert.Null(new UserMatcher(new UserFilter { Emails = Patterns("*") }).Matches(Hidden));
        Assert.Null(new UserMatcher(new UserFilter { EmailDomains = ["acme.example"] }).Matches(Hidden));
        Assert.Null(new UserMatcher(new UserFilter { Users = Patterns("*@acme.example") }).Matches(Hidden));
        Assert.False(new UserMatcher(new UserFilter { Emails = Patterns("*"), Names = Patterns("Eve") }).Matches(Hidden));
        Assert.False(new UserMatcher(new UserFilter { Emails = Patterns("*"), Statuses = [UserStatus.Suspended] }).Matches(Hidden));
    }

    [Fact]
    public void An_exact_address_or_a_wildcard_for_names_does_not_match_a_hidden_address()
    {
        Assert.False(new UserMatcher(new UserFilter { Emails = Patterns("dana@acme.example") }).Matches(Hidden));
        Assert.False(new UserMatcher(new UserFilter { Users = Patterns("dana@acme.example", "Eve*") }).Matches(Hidden));
        Assert.True(new UserMatcher(new UserFilter { Users = Patterns("Dana*", "*@x.example") }).Matches(Hidden));
    }

    [Fact]
    public void An_unknown_status_matches_no_status()
    {
        var unknown = Dana with { Status = ExternalUser.UnknownStatus };
        Assert.Null(new UserMatcher(new UserFilter { Statuses = [UserStatus.Active] }).Matches(unknown));
        Assert.False(new UserMatcher(new UserFilter { Statuses = [UserStatus.Active] }).Matches(Dana with { Status = "frozen" }));
        Assert.True(new UserMatcher(new UserFilter()).Matches(unknown));
    }

    [Theory]
    [InlineData("acme.example", true)]
    [InlineData("ACME.example", true)]
    [InlineData("example", false)]
    [InlineData("me.example", false)]
    public void A_domain_must_match_completely(string domain, bool expected) =>
        Assert.Equal(expected, new UserMatcher(new UserFilter { EmailDomains = [domain] }).Matches(Dana));

    [Theory]
    [InlineData("557058:1", true)]
    [InlineData("dana@ACME.example", true)]
    [InlineData("dana ørsted", true)]
    [InlineData("dana", false)]
    [InlineData("*@acme.example", true)]
    public void A_user_is_an_id_an_address_or_a_name(string user, bool expected) =>
        Assert.Equal(expected, new UserMatcher(new UserFilter { Users = Patterns(user) }).Matches(Dana));

    [Fact]
    public void Unknown_is_neither_yes_nor_no()
    {
        Assert.True(new UserMatcher(new UserFilter { Managed = true }).Matches(Dana));
        Assert.False(new UserMatcher(new UserFilter { Managed = false }).Matches(Dana));
        Assert.Null(new UserMatcher(new UserFilter { Managed = true }).Matches(Hidden));
        Assert.Null(new UserMatcher(new UserFilter { Managed = false }).Matches(Hidden));
        Assert.True(new UserMatcher(new UserFilter { TwoStepVerification = false }).Matches(Dana));
        Assert.Null(new UserMatcher(new UserFilter { TwoStepVerification = false }).Matches(Hidden));
        Assert.False(new UserMatcher(new UserFilter { Managed = false, TwoStepVerification = true }).Matches(Hidden with { Managed = true }));
        Assert.True(new UserMatcher(new UserFilter()).Matches(Hidden));
    }

    private static TextPattern[] Patterns(params string[] texts) => [.. texts.Select(text => new TextPattern(text))];
}
