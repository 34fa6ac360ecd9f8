using System;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary><c>group/user</c>: adds a member to a group, or removes one.</summary>
internal static class GroupMembership
{
    public static async Task AddAsync(JiraCall call)
    {
        (var read, var accountId) = await JiraBody.ReadTextAsync(call, "accountId");
        if (read)
        {
            await ChangeAsync(
                call,
                accountId,
                (group, person) => MembershipWriter.Add(call.State, call.State.Organizations[0], group, person),
                StatusCodes.Status201Created
            );
        }
    }

    public static Task RemoveAsync(JiraCall call) =>
        ChangeAsync(
            call,
            call.Query("accountId"),
            (group, person) => MembershipWriter.Remove(call.State, call.State.Organizations[0], group, person),
            StatusCodes.Status200OK
        );

    private static Task ChangeAsync(JiraCall call, string? accountId, Func<AtlassianGroup, Person, MembershipError> change, int success) =>
        JiraGroups.WithGroupAsync(call, group =>
        {
            if (accountId is null)
            {
                return call.RefuseAsync(StatusCodes.Status400BadRequest, "The accountId is required.");
            }

            if (call.People.Find(accountId) is not { } person || !call.People.IsOnSite(person.Index))
            {
                return call.RefuseAsync(StatusCodes.Status404NotFound, "Specified user does not exist or you do not have required permissions");
            }

            var error = change(group, person);
            if (error != MembershipError.None)
            {
                return call.RefuseAsync(StatusCodes.Status400BadRequest, Message(error, group, person));
            }

            return success == StatusCodes.Status201Created ? OneGroup.WriteAsync(call, group, success) : Response.EmptyAsync(call.Context, success);
        });

    private static string Message(MembershipError error, AtlassianGroup group, Person person) =>
        error switch
        {
            MembershipError.AlreadyMember => "Cannot add user '" + person.AccountId + "', user is already a member of '" + group.Name + "'",
            MembershipError.NotMember => "Cannot remove user '"
                + person.AccountId
                + "' from group '"
                + group.Name
                + "' since user is not a member of '"
                + group.Name
                + "'",
            MembershipError.ExternalSynced => "The group '" + group.Name + "' is managed by an identity provider. Its members can be changed only there.",
            MembershipError.NoLicence => "Cannot add user '" + person.AccountId + "' to group '" + group.Name + "': the limit of licensed users is reached.",
            _ => "Cannot add user '" + person.AccountId + "' to group '" + group.Name + "': the user cannot be a member of groups.",
        };
}
