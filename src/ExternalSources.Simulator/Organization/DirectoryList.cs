using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary><c>/admin/v2/orgs/{orgId}/directories</c>.</summary>
internal static class DirectoryList
{
    private const int PageSize = 20;

    public static Task AnswerAsync(OrganizationCall call)
    {
        string list = "directories/" + call.Organization.Id;
        if (!CursorPage.TryReadQuery(call.Context, "limit", PageSize, list, out int start, out int size, out Task refusal))
        {
            return refusal;
        }

        List<OrganizationDirectory> rest = [.. call.Organization.Directories.Skip(start).Take(size + 1)];
        return Answer.JsonAsync(call.Context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            foreach (OrganizationDirectory directory in rest.Take(size))
            {
                json.WriteStartObject();
                json.WriteString("directoryId", directory.Id);
                json.WriteString("name", directory.Name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            CursorPage.WriteLinks(json, call.Context.Request.Query["cursor"], rest.Count > size ? Cursor.Create(start + size, list) : null);
            json.WriteEndObject();
        });
    }
}
