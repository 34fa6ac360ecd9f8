using System;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary>Adds members to a group, and removes them.</summary>
internal static class Memberships
{
    public static async Task AddAsync(OrganizationCall call)
    {
        if (await BodyReader.ReadAsync(call.Context, "", ReadAccountId) is not { } accountId)
        {
            return;
        }

        if (accountId.Length == 0)
        {
            await OrganizationError.WriteAsync(call.Context, StatusCodes.Status400BadRequest, OrganizationError.InvalidBody, "accountId is required.");
            return;
        }

        await ChangeAsync(call, accountId, (group, person) => MembershipWriter.Add(call.State, call.Organization, group, person));
    }

    public static Task RemoveAsync(OrganizationCall call) =>
        ChangeAsync(call, call.RouteValue("accountId"), (group, person) => MembershipWriter.Remove(call.State, call.Organization, group, person));

    private static Task ChangeAsync(OrganizationCall call, string accountId, Func<AtlassianGroup, Person, MembershipError> change)
    {
        // The dash (all directories) is valid only for reads.
        if (call.Directory is null)
        {
            return OrganizationError.WriteAsync(call.Context, StatusCodes.Status400BadRequest, OrganizationError.InvalidBody, "A directory id is required.");
        }

        return GroupSearch.WithGroupAsync(call, group =>
            call.Organization.People.Find(accountId) is { } person
                ? RespondAsync(call, change(group, person))
                : OrganizationError.WriteAsync(call.Context, StatusCodes.Status404NotFound, OrganizationError.NoUser, "The user was not found.")
        );
    }

    private static Task RespondAsync(OrganizationCall call, MembershipError error)
    {
        var context = call.Context;
        if (
            error is MembershipError.AlreadyMember or MembershipError.NoLicence
            && call.State.Behavior.MembershipConflicts is not ConflictBody.Codes and var body
        )
        {
            // One response for both cases, as the documents have it.
            return body == ConflictBody.Empty
                ? Response.EmptyAsync(context, StatusCodes.Status409Conflict)
                : OrganizationError.WriteAsync(
                    context,
                    StatusCodes.Status409Conflict,
                    OrganizationError.Conflict,
                    "The user is already in the group or you've exceeded your user limit for an app that the group grants access to."
                );
        }

        return error switch
        {
            MembershipError.None => Response.EmptyAsync(context, StatusCodes.Status204NoContent),
            MembershipError.ExternalSynced => OrganizationError.WriteAsync(
                context,
                StatusCodes.Status403Forbidden,
                OrganizationError.MayNotManageGroup,
                "The group is managed by an identity provider."
            ),
            MembershipError.NotInDirectory => OrganizationError.WriteAsync(
                context,
                StatusCodes.Status404NotFound,
                OrganizationError.NoUser,
                "The user is not in the group's directory."
            ),
            MembershipError.NotMember => OrganizationError.WriteAsync(
                context,
                StatusCodes.Status404NotFound,
                OrganizationError.NoUser,
                "The user is not a member of the group."
            ),
            MembershipError.AlreadyMember => OrganizationError.WriteAsync(
                context,
                StatusCodes.Status409Conflict,
                OrganizationError.Conflict,
                "The user is already a member of the group."
            ),
            _ => OrganizationError.WriteAsync(
                context,
                StatusCodes.Status409Conflict,
                OrganizationError.NoLicence,
                "The licence limit of an application that the group grants is reached."
            ),
        };
    }

    private static string ReadAccountId(JsonElement body) =>
        body.TryGetProperty("accountId", out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new InvalidQueryException("accountId must be text.");
}
