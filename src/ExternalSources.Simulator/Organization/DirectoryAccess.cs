using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary>Suspends and restores users' access to a directory, and removes users from it.</summary>
internal static class DirectoryAccess
{
    public static Task SuspendAsync(OrganizationCall call) => WithBodyAsync(call, () => ChangeAsync(call, "suspend", MembershipState.Suspended));

    public static Task RestoreAsync(OrganizationCall call) => WithBodyAsync(call, () => ChangeAsync(call, "restore", MembershipState.Active));

    /// <summary>Removes a user from the directory and from its groups. Only an invitation brings the user back.</summary>
    public static Task RemoveAsync(OrganizationCall call) => WithMemberAsync(call, person =>
        {
            var groups = call.Organization.Groups;
            foreach (var group in groups.GroupsOf(person.Index).Where(group => group.Directory == call.Directory).ToArray())
            {
                groups.Remove(group.Index, person.Index);
            }

            Change(call, person, MembershipState.None);
            call.State.Writes.Note("remove-from-directory", person.AccountId);
            return Response.EmptyAsync(call.Context, StatusCodes.Status204NoContent);
        });

    private static Task ChangeAsync(OrganizationCall call, string kind, MembershipState state) => WithMemberAsync(call, person =>
        {
            if (Change(call, person, state))
            {
                call.State.Writes.Note(kind, person.AccountId);
            }

            return Response.EmptyAsync(call.Context, StatusCodes.Status204NoContent);
        });

    /// <summary>Changes the state in the directory of the path. The states in the other directories stay.</summary>
    private static bool Change(OrganizationCall call, Person person, MembershipState state)
    {
        var directory = call.Directory!.Value;
        int[] all = [.. Enumerable.Range(0, call.Organization.Directories.Count).Where(index => call.Organization.Groups.InDirectory(person.Index, index))];
        var before = person;
        call.Organization.People.Change(person.Index, present => (before = present).WithStateIn(directory, state, all));
        return before.StateIn(directory) != state;
    }

    private static Task WithMemberAsync(OrganizationCall call, Func<Person, Task> respond)
    {
        if (call.Directory is not { } directory)
        {
            return OrganizationError.WriteAsync(call.Context, StatusCodes.Status400BadRequest, OrganizationError.InvalidBody, "A directory id is required.");
        }

        return
            call.Organization.People.Find(call.RouteValue("accountId")) is { } person
            && person.Account != AccountState.Closed
            && call.Organization.IsInDirectory(person.Index, directory)
            ? respond(person)
            : OrganizationError.WriteAsync(call.Context, StatusCodes.Status404NotFound, OrganizationError.NoUser, "The user was not found in the directory.");
    }

    // The service refuses a request without a content type and a body before it reads anything else.
    private static async Task WithBodyAsync(OrganizationCall call, Func<Task> respond)
    {
        var body = await RequestBody.ReadAsync(call.Context);
        if (body.Length == 0 || !call.Context.Request.HasJsonContentType())
        {
            await OrganizationError.WriteAsync(
                call.Context,
                StatusCodes.Status415UnsupportedMediaType,
                OrganizationError.CodeOf(415),
                "A body of JSON is required."
            );
            return;
        }

        await respond();
    }
}
