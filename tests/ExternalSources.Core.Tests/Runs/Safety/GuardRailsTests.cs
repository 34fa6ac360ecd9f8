using System;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Runs.Actions;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Runs.Safety;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Tests.Support;
using ExternalSources.Core.Users;
using Xunit;

namespace ExternalSources.Core.Tests.Runs.Safety;

/// <summary>The users and the actions that exemptions apply to.</summary>
public class GuardRailsTests
{
    private static readonly ExternalGroup Odd = new()
    {
        Source = "acme",
        Id = "g1",
        Name = "x[z-a]",
    };

    [Fact]
    public void Only_addresses_are_patterns()
    {
        var rails = Rails(ExternalAction.AddGroupMember, Exemption(ExemptionKind.Group, "X[z-a]"));
        Assert.Equal(SkipReason.Exempt, rails.Refuse(Of(ExternalAction.AddGroupMember), State(null), Odd, null, Named())!.Reason);
        Assert.Null(rails.Refuse(Of(ExternalAction.AddGroupMember), State(null), Odd with { Id = "g2", Name = "xz" }, null, Named()));
        Assert.Throws<InvalidInputException>(() => Rails(ExternalAction.AddGroupMember, Exemption(ExemptionKind.Email, "x[z-a]")));
    }

    [Theory]
    [InlineData(ExternalAction.RemoveGroupMember, ExternalAction.RevokeUserAccess, ExternalAction.RevokeUserAccess, true)]
    [InlineData(ExternalAction.RevokeUserAccess, ExternalAction.RemoveGroupMember, ExternalAction.RemoveGroupMember, false)]
    [InlineData(ExternalAction.AddGroupMember, ExternalAction.RevokeUserAccess, ExternalAction.RevokeUserAccess, false)]
    [InlineData(ExternalAction.RemoveGroupMember, ExternalAction.SyncGroupMember, ExternalAction.RemoveGroupMember, true)]
    [InlineData(ExternalAction.RemoveGroupMember, ExternalAction.SyncGroupMember, ExternalAction.AddGroupMember, false)]
    [InlineData(ExternalAction.AddGroupMember, ExternalAction.SyncGroupMember, ExternalAction.AddGroupMember, true)]
    [InlineData(ExternalAction.AddGroupMember, ExternalAction.SyncGroupMember, ExternalAction.RemoveGroupMember, false)]
    [InlineData(ExternalAction.SyncGroupMember, ExternalAction.SyncGroupMember, ExternalAction.RemoveGroupMember, true)]
    [InlineData(ExternalAction.SyncGroupMember, ExternalAction.RemoveGroupMember, ExternalAction.RemoveGroupMember, false)]
    public void An_exemption_applies_to_every_action_that_makes_the_change(ExternalAction exempt, ExternalAction run, ExternalAction action, bool holds)
    {
        foreach (var exemption in new[] { Exemption(ExemptionKind.User, "u1", exempt), Exemption(ExemptionKind.Group, Odd.Id, exempt) })
        {
            Assert.Equal(holds ? SkipReason.Exempt : null, Rails(run, exemption).Refuse(Of(action), State(null), Odd, null, Named())?.Reason);
        }
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, "Eve@Board.example", SkipReason.Exempt)]
    [InlineData("eve@board.example", null, SkipReason.Exempt)]
    [InlineData("other@acme.example", " eve@board.example ", SkipReason.Exempt)]
    [InlineData("eve@board.example", "other@acme.example", SkipReason.Exempt)]
    [InlineData(null, "Admin@acme.example", SkipReason.OwnAccount)]
    [InlineData("other@acme.example", "admin@acme.example", SkipReason.OwnAccount)]
    [InlineData("other@acme.example", "another@acme.example", null)]
    public void The_address_by_which_a_user_was_named_counts_like_their_own(string? email, string? known, SkipReason? refused) =>
        Assert.Equal(
            refused,
            Rails(ExternalAction.DisableUser, Exemption(ExemptionKind.Email, "*@board.example"))
                .Refuse(Of(ExternalAction.DisableUser), State(email), null, null, Named() with { KnownEmail = known })
                ?.Reason
        );

    [Theory]
    [InlineData(null, false, SkipReason.UnknownAccountType, "does not return its type")]
    [InlineData("robot", false, SkipReason.UnknownAccountType, "its type is 'robot'")]
    [InlineData(null, true, null, null)]
    [InlineData("robot", true, null, null)]
    public void An_account_of_unknown_type_is_changed_only_by_its_id(string? word, bool isNamed, SkipReason? refused, string? detail)
    {
        var state = State(null);
        state = state with { User = state.User with { AccountType = AccountTypes.Of(word), ServiceAccountType = AccountTypes.Unrecognized(word) } };
        var decision = Rails(ExternalAction.DisableUser, Exemption(ExemptionKind.User, "u2"))
            .Refuse(Of(ExternalAction.DisableUser), state, null, null, Named() with { IsNamedById = isNamed });
        Assert.Equal(refused, decision?.Reason);
        if (detail is not null)
        {
            Assert.Contains(detail, decision!.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_account_of_unknown_type_that_is_named_may_still_be_exempt()
    {
        var state = State(null);
        state = state with { User = state.User with { AccountType = nameof(AccountType.Unknown) } };
        var rails = Rails(ExternalAction.DisableUser, Exemption(ExemptionKind.User, "u1"));
        Assert.Equal(SkipReason.Exempt, rails.Refuse(Of(ExternalAction.DisableUser), state, null, null, Named() with { IsNamedById = true })!.Reason);
    }

    private static Candidate Named() => new() { Source = "acme", AccountId = "u1" };

    private static UserAction Of(ExternalAction action) => UserActions.Of(action);

    private static GuardRails Rails(ExternalAction action, ExternalExemption exemption) =>
        new(new RunRequest { Action = action }, [exemption], ["admin@acme.example"]);

    private static ExternalExemption Exemption(ExemptionKind kind, string value, params ExternalAction[] actions) =>
        new()
        {
            Id = Guid.NewGuid(),
            Kind = kind,
            Value = value,
            Action = actions,
            Reason = "kept",
            AddedBy = "ada",
            AddedAt = TestClock.Start,
        };

    private static UserState State(string? email) =>
        new()
        {
            User = new ExternalUser
            {
                Source = "acme",
                AccountId = "u1",
                Name = "Eve",
                Email = email,
                Status = "active",
                AccountType = nameof(AccountType.Person),
            },
            GroupIds = [],
        };
}
