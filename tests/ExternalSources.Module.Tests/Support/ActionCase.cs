using System;
using System.Linq;
using ExternalSources.Core.Users;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Module.Tests.Support;

/// <summary>Each action on each source type: its command, the state of the users before it, and the change that the simulator records.</summary>
public sealed record ActionCase(string Name, string Command, ExternalAction Action, string Write, string? Undo)
{
    public static ActionCase[] All { get; } =
    [
        new("disable", "Disable-ExternalUser -Source acme -User $ids", ExternalAction.DisableUser, "disable", "enable"),
        new("enable", "Enable-ExternalUser -Source acme -User $ids", ExternalAction.EnableUser, "enable", "disable"),
        new("delete", "Remove-ExternalUser -Source acme -User $ids", ExternalAction.RemoveUser, "delete", "cancel-delete"),
        new("restore", "Restore-ExternalUser -Source acme -User $ids", ExternalAction.RestoreUser, "cancel-delete", "delete"),
        new("suspend", "Suspend-ExternalUser -Source acme -User $ids", ExternalAction.SuspendUser, "suspend", "restore"),
        new("resume", "Resume-ExternalUser -Source acme -User $ids", ExternalAction.ResumeUser, "restore", "suspend"),
        new(
            "from directory",
            "Remove-ExternalUser -FromDirectory -Source acme -User $ids",
            ExternalAction.RemoveUserFromDirectory,
            "remove-from-directory",
            null
        ),
        new("from site", "Remove-ExternalUser -Source acme-jira -User $ids", ExternalAction.RemoveUserFromSite, "remove-from-site", null),
        new("tokens", "Revoke-ExternalUserToken -Source acme -User $ids", ExternalAction.RevokeUserToken, "revoke-token", null),
        new("add", "Add-ExternalGroupMember nobody-yet -Source acme -User $ids", ExternalAction.AddGroupMember, "add-member", "remove-member"),
        new("add on site", "Add-ExternalGroupMember nobody-yet -Source acme-jira -User $ids", ExternalAction.AddGroupMember, "add-member", "remove-member"),
        new("remove", "Remove-ExternalGroupMember nobody-yet -Source acme -User $ids", ExternalAction.RemoveGroupMember, "remove-member", "add-member"),
        new(
            "remove on site",
            "Remove-ExternalGroupMember nobody-yet -Source acme-jira -User $ids",
            ExternalAction.RemoveGroupMember,
            "remove-member",
            "add-member"
        ),
        new(
            "revoke",
            "Revoke-ExternalUserAccess -Application jira-software -Source acme -User $ids",
            ExternalAction.RevokeUserAccess,
            "remove-member",
            "add-member"
        ),
        new(
            "revoke on site",
            "Revoke-ExternalUserAccess -Application jira-software -Source acme-jira -User $ids",
            ExternalAction.RevokeUserAccess,
            "remove-member",
            "add-member"
        ),
        new("sync", "Sync-ExternalGroupMember nobody-yet -Source acme -User $ids", ExternalAction.AddGroupMember, "add-member", "remove-member"),
        new("sync on site", "Sync-ExternalGroupMember nobody-yet -Source acme-jira -User $ids", ExternalAction.AddGroupMember, "add-member", "remove-member"),
    ];

    public static TheoryData<string> Names => [.. All.Select(one => one.Name)];

    public static TheoryData<string> Undoable => [.. All.Where(one => one.Undo is not null).Select(one => one.Name)];

    public static ActionCase Of(string name) => All.Single(one => one.Name == name);

    /// <summary>Users for whom the action makes one change each.</summary>
    internal Person[] People(RunWorld world, int count)
    {
        // In the simulator, every third account has no token, and the others have up to four. These have one.
        var people = Name == "tokens" ? [.. world.Plain(100).Where(person => person.Index % 3 != 0 && person.Index % 4 == 0).Take(count)] : world.Plain(count);
        var granting = world.State.Groups.FindByName("jira-software-users")!;
        foreach (var person in people)
        {
            switch (Name)
            {
                case "enable":
                    world.State.Deactivate(person);
                    break;
                case "restore":
                    world.State.People.Change(person.Index, present =>
                        present with
                        {
                            Account = AccountState.Inactive,
                            ForDeletion = true,
                            DeleteAt = DateTimeOffset.UtcNow.AddDays(10),
                        }
                    );
                    break;
                case "resume":
                    world.State.Suspend(person);
                    break;
                case "remove" or "remove on site":
                    world.State.Groups.Add(world.Nobody.Index, person.Index);
                    break;
                case "revoke" or "revoke on site":
                    foreach (var group in world.State.Groups.GroupsOf(person.Index).ToArray())
                    {
                        world.State.Groups.Remove(group.Index, person.Index);
                    }

                    world.State.Groups.Add(granting.Index, person.Index);
                    break;
            }
        }

        Assert.Equal(count, people.Length);
        world.Forget();
        return people;
    }

    public override string ToString() => Name;
}
