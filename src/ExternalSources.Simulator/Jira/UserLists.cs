using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>Lists of users: all by offset, some by ids, and a search with a horizon.</summary>
internal static class UserLists
{
    private const int Usual = 50;
    private const int Most = 1000;
    private const int MostIds = 200;
    private const int SearchHorizon = 1000;

    /// <summary><c>users/search</c> and <c>users</c>: a flat array without a total or a page size.</summary>
    public static Task RespondAllAsync(JiraCall call)
    {
        if (!JiraPage.TryRead(call, Usual, int.Min(Most, call.State.JiraPageCap), out var page, out var refusal))
        {
            return refusal;
        }

        return WriteArrayAsync(call, call.People.FromSiteOffset(page.StartAt, page.MaxResults));
    }

    /// <summary><c>user/search</c>: active users whose name contains the query or whose e-mail address starts with it.</summary>
    public static Task RespondSearchAsync(JiraCall call)
    {
        string? query = call.Context.Request.Query["query"],
            accountId = call.Query("accountId");
        if (query is null == accountId is null)
        {
            return call.RefuseAsync(
                StatusCodes.Status400BadRequest,
                query is null
                    ? "Either the 'query', the 'accountId' or the 'property' query parameter is required."
                    : "The 'query' and 'accountId' query parameters exclude each other."
            );
        }

        if (!JiraPage.TryRead(call, Usual, int.Min(Most, call.State.JiraPageCap), out var page, out var refusal))
        {
            return refusal;
        }

        // Without the permission to browse, the service finds nobody and returns no error.
        var people = call.People;
        var found =
            !MayBrowse(call) ? []
            : accountId is not null ? new[] { people.Find(accountId) }.OfType<Person>().Where(person => people.IsOnSite(person.Index))
            : people
                .IndexesFrom(0)
                .Where(index => people.IsOnSite(index) && people.TraitsOf(index).ActiveOnSite)
                .Select(index => people[index])
                .Where(person => Mentions(person, query!));
        return WriteArrayAsync(call, found.Take(SearchHorizon).Skip(page.StartAt).Take(page.MaxResults));
    }

    /// <summary><c>user/bulk</c>: users by ids. Unknown ids are skipped.</summary>
    public static Task RespondBulkAsync(JiraCall call)
    {
        string?[] ids = [.. call.Context.Request.Query["accountId"]];
        if (ids.Length is 0 or > MostIds)
        {
            return call.RefuseAsync(
                StatusCodes.Status400BadRequest,
                ids.Length == 0 ? "The 'accountId' query parameter is required." : "The number of 'accountId' query parameters must not exceed 200."
            );
        }

        if (!JiraPage.TryRead(call, 10, int.Min(MostIds, call.State.JiraPageCap), out var page, out var refusal))
        {
            return refusal;
        }

        List<Person> found =
        [
            .. ids.Distinct(StringComparer.Ordinal)
                .Select(id => call.People.Find(id ?? ""))
                .OfType<Person>()
                .Where(person => call.People.IsOnSite(person.Index)),
        ];
        var rows = JiraUserRow.For(call);
        return PageBean.WriteAsync(call, page, found.Count, found.Skip(page.StartAt).Take(page.MaxResults), rows.Write);
    }

    public static bool MayBrowse(JiraCall call) => call.Token.CanBrowseUsers;

    public static bool Mentions(Person person, string query) =>
        person.Name.Contains(query, StringComparison.OrdinalIgnoreCase) || person.VisibleEmail?.StartsWith(query, StringComparison.OrdinalIgnoreCase) == true;

    private static Task WriteArrayAsync(JiraCall call, IEnumerable<Person> people)
    {
        var rows = JiraUserRow.For(call);
        return Response.JsonAsync(call.Context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (var person in people)
            {
                rows.Write(json, person);
            }

            json.WriteEndArray();
        });
    }
}
