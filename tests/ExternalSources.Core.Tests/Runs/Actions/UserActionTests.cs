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
    [InlineData(nameof(ExternalAction.ResumeUser), "Active")]
    [InlineData(nameof(ExternalAction.DisableUser), "Deactivated ForDeletion Deleted")]
    [InlineData(nameof(ExternalAction.SuspendUser), "Suspended")]
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
