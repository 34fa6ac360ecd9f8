using ExternalSources.Core.Runs.Actions;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using Xunit;

namespace ExternalSources.Core.Tests.Runs.Actions;

/// <summary>How an action uses the status of a user.</summary>
public class UserActionTests
{
    [Theory]
    [InlineData(nameof(ExternalAction.EnableUser), "Active Suspended NotInvited")]
    [InlineData(nameof(ExternalAction.RestoreUser), "Active Suspended NotInvited Deactivated")]
    [InlineData(nameof(ExternalAction.DisableUser), "Deactivated ForDeletion Deleted")]
    public void Only_a_matching_status_means_no_change(string action, string already)
    {
        var kind = System.Enum.Parse<ExternalAction>(action);
        foreach (var status in System.Enum.GetNames<UserStatus>())
        {
            Assert.Equal(System.Array.IndexOf(already.Split(' '), status) >= 0, Decide(kind, status).IsNoChange);
        }

        Assert.Null(Decide(kind, "Unknown").Outcome);
        Assert.Null(Decide(kind, "on_sabbatical").Outcome);
    }

    [Theory]
    [InlineData(ExternalAction.SuspendUser, "active", ActionOutcome.WhatIf)]
    [InlineData(ExternalAction.SuspendUser, "suspended", ActionOutcome.NoChange)]
    [InlineData(ExternalAction.SuspendUser, "no_membership", ActionOutcome.Skipped)]
    [InlineData(ExternalAction.SuspendUser, null, ActionOutcome.WhatIf)]
    [InlineData(ExternalAction.ResumeUser, "active", ActionOutcome.NoChange)]
    [InlineData(ExternalAction.ResumeUser, "suspended", ActionOutcome.WhatIf)]
    [InlineData(ExternalAction.ResumeUser, "no_membership", ActionOutcome.Skipped)]
    [InlineData(ExternalAction.ResumeUser, null, ActionOutcome.WhatIf)]
    [InlineData(ExternalAction.RemoveUserFromDirectory, "suspended", ActionOutcome.WhatIf)]
    [InlineData(ExternalAction.RemoveUserFromDirectory, "no_membership", ActionOutcome.NoChange)]
    [InlineData(ExternalAction.RemoveUserFromDirectory, null, ActionOutcome.WhatIf)]
    public void The_state_in_the_directory_decides_and_an_unknown_state_is_no_reason_not_to_try(ExternalAction kind, string? inDirectory, ActionOutcome outcome)
    {
        // The status of the organization is Active in each case: the user is active in another directory.
        var state = State(nameof(UserStatus.Active)) with { DirectoryStatus = inDirectory };
        Assert.Equal(outcome, UserActions.Of(kind).Decide(state, null).Outcome ?? ActionOutcome.WhatIf);
    }

    [Theory]
    [InlineData("direct", "atlassian/user", null)]
    [InlineData("group_direct", "atlassian/admin", null)]
    [InlineData("direct", "atlassian/customer", "The user holds no seat.")]
    [InlineData("group_direct", "atlassian/user-access-admin", "The user holds no seat.")]
    [InlineData("inferred", "atlassian/admin", "atlassian/admin of jira-software, which follows from another role and cannot be revoked.")]
    [InlineData("direct", "atlassian/guest", "do not say whether this uses a seat.")]
    public void A_seat_is_a_billable_role_that_can_be_revoked(string method, string role, string? already)
    {
        var state = State(nameof(UserStatus.Active)) with
        {
            Roles =
            [
                new RoleAssignment
                {
                    ResourceId = "ari:cloud:jira-software::site/1",
                    Application = "jira-software",
                    Roles = [new HeldRole(role, [method])],
                },
            ],
        };
        var decision = UserActions.Of(ExternalAction.RevokeUserRole).Decide(state, null);
        Assert.Equal(already is not null, decision.IsNoChange);
        Assert.Contains(already ?? string.Empty, decision.Detail ?? string.Empty, System.StringComparison.Ordinal);
    }

    private static Decision Decide(ExternalAction kind, string status) => UserActions.Of(kind).Decide(State(status), null);

    private static UserState State(string status) =>
        new()
        {
            User = new ExternalUser
            {
                Source = "acme",
                AccountId = "dana",
                Name = "Dana",
                Status = status,
                AccountType = "Person",
                Managed = true,
            },
            GroupIds = [],
        };
}
