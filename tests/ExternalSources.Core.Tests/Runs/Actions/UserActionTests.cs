using ExternalSources.Core.Runs.Actions;
using ExternalSources.Core.Users;
using Xunit;

namespace ExternalSources.Core.Tests.Runs.Actions;

/// <summary>What an action makes of a user's status.</summary>
public class UserActionTests
{
    [Theory]
    [InlineData(nameof(ExternalAction.EnableUser), "Active Suspended NotInvited")]
    [InlineData(nameof(ExternalAction.RestoreUser), "Active Suspended NotInvited Deactivated")]
    [InlineData(nameof(ExternalAction.ResumeUser), "Active")]
    [InlineData(nameof(ExternalAction.DisableUser), "Deactivated ForDeletion Deleted")]
    [InlineData(nameof(ExternalAction.SuspendUser), "Suspended")]
    public void Only_a_status_that_says_so_means_that_it_is_so_already(string action, string already)
    {
        var kind = System.Enum.Parse<ExternalAction>(action);
        foreach (var status in System.Enum.GetNames<UserStatus>())
        {
            Assert.Equal(System.Array.IndexOf(already.Split(' '), status) >= 0, Judge(kind, status).Verdict == Verdict.Already);
        }

        Assert.Equal(Verdict.Act, Judge(kind, "Unknown").Verdict);
        Assert.Equal(Verdict.Act, Judge(kind, "on_sabbatical").Verdict);
    }

    private static Judgement Judge(ExternalAction kind, string status) => UserActions.Of(kind).Judge(State(status), null);

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
