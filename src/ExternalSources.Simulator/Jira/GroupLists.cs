using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>Lists of groups and of their members.</summary>
internal static class GroupLists
{
    private const int Usual = 50;
    private const int Most = 1000;
    private const int MostMembers = 50;
    private const int PickerSize = 20;

    /// <summary><c>group/bulk</c>.</summary>
    public static Task RespondAllAsync(JiraCall call)
    {
        if (!JiraPage.TryRead(call, Usual, Most, out var page, out var refusal))
        {
            return refusal;
        }

        string[] ids = Values(call, "groupId"),
            names = Values(call, "groupName");
        string? application = call.Query("applicationKey"),
            access = call.Query("accessType");
        if (access is not (null or "site-admin" or "admin" or "user"))
        {
            return call.RefuseAsync(StatusCodes.Status400BadRequest, "The value '" + access + "' is not a valid accessType.");
        }

        var groups =
            ids.Length > 0 ? ids.Select(id => JiraGroups.Find(call, id)).OfType<AtlassianGroup>()
            : names.Length > 0 ? names.Select(name => JiraGroups.FindByName(call, name)).OfType<AtlassianGroup>()
            : JiraGroups.All(call);
        List<AtlassianGroup> found =
        [
            .. groups
                .Where(group => names.Length == 0 || names.Contains(group.Name, StringComparer.OrdinalIgnoreCase))
                .Where(group => application is null || group.GrantsApplication(application))
                .Where(group => access is null || group.AccessType == access)
                .DistinctBy(group => group.Index)
                .OrderBy(group => group.Index),
        ];
        return PageBean.WriteAsync(call, page, found.Count, found.Skip(page.StartAt).Take(page.MaxResults), static (json, group) =>
        {
            json.WriteStartObject();
            json.WriteString("name"u8, group.Name);
            json.WriteString("groupId"u8, group.Id);
            json.WriteEndObject();
        });
    }

    /// <summary><c>group/member</c>: at most fifty a page, without inactive users unless the query asks for them.</summary>
    public static Task RespondMembersAsync(JiraCall call) => JiraGroups.WithGroupAsync(call, group =>
        {
            if (!JiraPage.TryRead(call, MostMembers, MostMembers, out var page, out var refusal))
            {
                return refusal;
            }

            var view = string.Equals(call.Query("includeInactiveUsers"), "true", StringComparison.OrdinalIgnoreCase)
                ? MemberView.Site
                : MemberView.ActiveOnSite;
            var rows = JiraUserRow.For(call);
            return PageBean.WriteAsync(
                call,
                page,
                call.Groups.MemberCount(group.Index, view),
                call.Groups.Members(group.Index, page.StartAt, view).Take(page.MaxResults),
                rows.WriteMember
            );
        });

    /// <summary><c>groups/picker</c>: names that contain the query. Without the permission to browse it finds nothing.</summary>
    public static Task RespondPickerAsync(JiraCall call)
    {
        if (!JiraPage.TryRead(call, PickerSize, Most, out var page, out var refusal))
        {
            return refusal;
        }

        var query = call.Query("query") ?? "";
        string[] excluded = [.. Values(call, "exclude"), .. Values(call, "excludeId")];
        var comparison = call.Query("caseInsensitive") == "true" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        List<AtlassianGroup> found = !UserLists.MayBrowse(call)
            ? []
            :
            [
                .. JiraGroups
                    .All(call)
                    .Where(group => group.Name.Contains(query, comparison) && !excluded.Contains(group.Name) && !excluded.Contains(group.Id)),
            ];
        return Response.JsonAsync(call.Context, StatusCodes.Status200OK, json =>
        {
            var shown = int.Min(found.Count, page.MaxResults);
            json.WriteStartObject();
            json.WriteString("header"u8, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Showing {shown} of {found.Count} matching groups"));
            json.WriteNumber("total"u8, Response.Count(call.Context, found.Count));
            json.WriteStartArray("groups"u8);
            foreach (var group in found.Take(shown))
            {
                json.WriteStartObject();
                json.WriteString("name"u8, group.Name);
                json.WriteString("html"u8, Highlight(group.Name, query, comparison));
                json.WriteStartArray("labels"u8);
                json.WriteEndArray();
                json.WriteString("groupId"u8, group.Id);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static string Highlight(string name, string query, StringComparison comparison)
    {
        var at = query.Length == 0 ? -1 : name.IndexOf(query, comparison);
        return at < 0
            ? WebUtility.HtmlEncode(name)
            : WebUtility.HtmlEncode(name[..at])
                + "<b>"
                + WebUtility.HtmlEncode(name.Substring(at, query.Length))
                + "</b>"
                + WebUtility.HtmlEncode(name[(at + query.Length)..]);
    }

    private static string[] Values(JiraCall call, string name) => [.. call.Context.Request.Query[name].OfType<string>().Where(value => value.Length > 0)];
}
