using System;
using System.Threading.Tasks;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Http;

/// <summary>Finds out which kind of read a request is, so that it shows changes late.</summary>
internal sealed class LateReading(RequestDelegate next, SimulatorState state)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (state.LateReads.Delays.Count > 0 && KindOf(context.Request) is { } kind)
        {
            state.LateReads.Begin(kind);
        }

        return next(context);
    }

    private static ReadKind? KindOf(HttpRequest request)
    {
        var path = request.Path.Value!;
        if (Ends("/users/search") && Starts("/admin"))
        {
            return ReadKind.UserSearch;
        }

        if (Ends("/groups/search"))
        {
            return ReadKind.Groups;
        }

        if (!HttpMethods.IsGet(request.Method))
        {
            return null;
        }

        if (Starts("/admin"))
        {
            return Ends("/role-assignments") ? ReadKind.RoleAssignments
                : Ends("/users/count") || Ends("/users") ? ReadKind.UserSearch
                : Has("/groups/") ? ReadKind.Groups
                : Has("/users/") ? ReadKind.User
                : null;
        }

        return Starts("/users/") ? ReadKind.Manageability
            : Has("/rest/api/3/group") || Ends("/rest/api/3/user/groups") ? ReadKind.SiteGroups
            : Has("/rest/api/3/user") ? ReadKind.SiteUsers
            : null;

        bool Starts(string text) => path.StartsWith(text, StringComparison.Ordinal);

        bool Ends(string text) => path.EndsWith(text, StringComparison.Ordinal);

        bool Has(string text) => path.Contains(text, StringComparison.Ordinal);
    }
}
