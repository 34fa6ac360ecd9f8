using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary>Suspends people's access to a directory, restores it, and removes people from it.</summary>
internal static class DirectoryAccess
{
    public static Task SuspendAsync(OrganizationCall call) =>
        WithBodyAsync(call, () => ChangeAsync(call, "suspend", present => present with { Membership = MembershipState.Suspended }));

    public static Task RestoreAsync(OrganizationCall call) =>
        WithBodyAsync(call, () => ChangeAsync(call, "restore", present => present with { Membership = MembershipState.Active }));

    /// <summary>Whoever is removed is in no group of the directory any more, and has to be invited again.</summary>
    public static Task RemoveAsync(OrganizationCall call) => WithMemberAsync(call, person =>
        {
            var groups = call.Organization.Groups;
            foreach (var group in groups.GroupsOf(person.Index).Where(group => group.Directory == call.Directory).ToArray())
            {
                groups.Remove(group.Index, person.Index);
            }

            call.Organization.People.Change(person.Index, present => present with { Membership = MembershipState.None });
            call.State.Writes.Note("remove-from-directory", person.AccountId);
            return Answer.EmptyAsync(call.Context, StatusCodes.Status204NoContent);
        });

    private static Task ChangeAsync(OrganizationCall call, string kind, Func<Person, Person> change) => WithMemberAsync(call, person =>
        {
            Person before = person,
                after = call.Organization.People.Change(person.Index, present => change(before = present));
            if (before != after)
            {
                call.State.Writes.Note(kind, person.AccountId);
            }

            return Answer.EmptyAsync(call.Context, StatusCodes.Status204NoContent);
        });

    private static Task WithMemberAsync(OrganizationCall call, Func<Person, Task> answer)
    {
        if (call.Directory is not { } directory)
        {
            return OrganizationError.WriteAsync(call.Context, StatusCodes.Status400BadRequest, OrganizationError.InvalidBody, "A directory id is required.");
        }

        return
            call.Organization.People.Find(call.RouteValue("accountId")) is { } person
            && person.Membership != MembershipState.None
            && person.Account != AccountState.Closed
            && call.Organization.Groups.InDirectory(person.Index, directory)
            ? answer(person)
            : OrganizationError.WriteAsync(call.Context, StatusCodes.Status404NotFound, OrganizationError.NoUser, "The user was not found in the directory.");
    }

    // Without a content type and a body the service does not even look.
    private static async Task WithBodyAsync(OrganizationCall call, Func<Task> answer)
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

        await answer();
    }
}
