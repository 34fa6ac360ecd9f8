using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary>Grants and revokes roles that people hold without a group. A role of a group stays, and an inferred role cannot change.</summary>
internal static class RoleWrites
{
    private const string Invalid = "ADMIN-UAM-400-1";
    private const string NoUser = "ADMIN-UAM-404-3";
    private const string NoLicence = "ADMIN-UAM-409-3";
    private const string OrganizationAdministrator = "atlassian/org-admin";

    public static Task AssignAsync(OrganizationCall call) => ChangeAsync(call, "assign-role", Assign);

    public static Task RevokeAsync(OrganizationCall call) =>
        ChangeAsync(call, "revoke-role", (call, person, role) => call.Organization.DirectRoles.Revoke(person.Index, role));

    public static Task AssignOrganizationAsync(OrganizationCall call) => ChangeOrganizationAsync(call, "assign-role", true);

    public static Task RevokeOrganizationAsync(OrganizationCall call) => ChangeOrganizationAsync(call, "revoke-role", false);

    /// <summary>Returns whether the role was granted; null when there is no licence left.</summary>
    private static bool? Assign(OrganizationCall call, Person person, RoleGrant role) =>
        role.Billable && !MembershipWriter.HasSeatFor(call.State, call.Organization, person, role)
            ? null
            : call.Organization.DirectRoles.Grant(person.Index, role);

    private static async Task ChangeAsync(OrganizationCall call, string kind, Func<OrganizationCall, Person, RoleGrant, bool?> change)
    {
        if (await BodyReader.ReadAsync(call.Context, new RoleRequest("", null), Read) is not { } request)
        {
            return;
        }

        if (
            !RequestLimits.Roles.Contains(request.Role)
            || call.State.AllApplications.FirstOrDefault(app => app.ResourceId == request.Resource) is not { } resource
        )
        {
            await OrganizationError.WriteAsync(call.Context, StatusCodes.Status400BadRequest, Invalid, "The role or the resource is not valid.");
            return;
        }

        if (call.Organization.People.Find(call.RouteValue("userId")) is not { } person)
        {
            await OrganizationError.WriteAsync(call.Context, StatusCodes.Status404NotFound, NoUser, "The user was not found.");
            return;
        }

        var changed = change(call, person, new RoleGrant(resource.Key, request.Role, resource.Site));
        if (changed is null)
        {
            await OrganizationError.WriteAsync(call.Context, StatusCodes.Status409Conflict, NoLicence, "The license limit of the product is exceeded.");
            return;
        }

        if (changed == true)
        {
            call.State.Writes.Note(kind, person.AccountId, resource.ResourceId);
        }

        await Response.EmptyAsync(call.Context, StatusCodes.Status204NoContent);
    }

    private static async Task ChangeOrganizationAsync(OrganizationCall call, string kind, bool isAdministrator)
    {
        if (await BodyReader.ReadAsync(call.Context, new RoleRequest("", null), Read) is not { } request)
        {
            return;
        }

        if (request.Role != OrganizationAdministrator)
        {
            await OrganizationError.WriteAsync(call.Context, StatusCodes.Status400BadRequest, Invalid, "The role is not valid.");
            return;
        }

        if (call.Organization.People.Find(call.RouteValue("userId")) is not { } person)
        {
            await OrganizationError.WriteAsync(call.Context, StatusCodes.Status404NotFound, NoUser, "The user was not found.");
            return;
        }

        if (person.OrganizationAdministrator != isAdministrator)
        {
            call.Organization.People.Change(person.Index, present => present with { OrganizationAdministrator = isAdministrator });
            call.State.Writes.Note(kind, person.AccountId, OrganizationAdministrator);
        }

        await Response.EmptyAsync(call.Context, StatusCodes.Status204NoContent);
    }

    private static RoleRequest Read(JsonElement body)
    {
        var request = new RoleRequest("", null);
        foreach (var member in body.EnumerateObject())
        {
            request = member.Name switch
            {
                "role" => request with { Role = BodyReader.Text(member) },
                "resource" => request with { Resource = BodyReader.Text(member) },
                _ => throw new InvalidQueryException("Unknown member: " + member.Name),
            };
        }

        return request;
    }

    private sealed record RoleRequest(string Role, string? Resource);
}
