using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary><c>/admin/v2/orgs/{orgId}/directories</c>.</summary>
internal static class DirectoryList
{
    private const int PageSize = 20;

    public static Task RespondAsync(OrganizationCall call)
    {
        try
        {
            RequestLimits.Check(RequestLimits.Directories, call.Context.Request.Query, call.State.Behavior);
        }
        catch (InvalidQueryException exception)
        {
            return OrganizationError.WriteAsync(call.Context, StatusCodes.Status400BadRequest, OrganizationError.CodeOf(400), exception.Message);
        }

        var list = "directories/" + call.Organization.Id;
        if (!CursorPage.TryReadQuery(call.Context, "limit", int.MaxValue, list, out var start, out var size, out var refusal))
        {
            return refusal;
        }

        size = int.Min(call.Context.Request.Query.ContainsKey("limit") ? size : PageSize, call.State.OrganizationPageCap);
        List<OrganizationDirectory> rest = [.. Filter(call).Skip(start).Take(size + 1)];
        return Response.JsonAsync(call.Context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            foreach (var directory in rest.Take(size))
            {
                json.WriteStartObject();
                json.WriteString("directoryId", directory.Id);
                json.WriteString("name", directory.Name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            CursorPage.WriteLinks(json, call.Context, call.Context.Request.Query["cursor"], rest.Count > size ? Cursor.Create(start + size, list) : null);
            json.WriteEndObject();
        });
    }

    private static IEnumerable<OrganizationDirectory> Filter(OrganizationCall call)
    {
        var query = call.Context.Request.Query;
        var ids = RequestLimits.Values(query, "directoryIds");
        string? term = query["searchTerm"],
            accountId = query["accountId"];
        var person = accountId is null ? null : call.Organization.People.Find(accountId);
        return call.Organization.Directories.Where(
            (directory, number) =>
                (ids.Length == 0 || ids.Contains(directory.Id, StringComparer.OrdinalIgnoreCase))
                && (term is null || directory.Name.Contains(term, StringComparison.OrdinalIgnoreCase))
                && (accountId is null || (person is not null && call.Organization.IsInDirectory(person.Index, number)))
        );
    }
}
