using System;
using System.Collections.Generic;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>What a site shows to anonymous callers: lists are empty. A caller whose log-in failed counts as anonymous.</summary>
internal static class AnonymousAnswers
{
    private const string Rows = "[]";
    private const string Page = """{"maxResults":50,"startAt":0,"total":0,"isLast":true,"values":[]}""";

    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["/rest/api/3/users"] = Rows,
        ["/rest/api/3/users/search"] = Rows,
        ["/rest/api/3/user/search"] = Rows,
        ["/rest/api/3/user/groups"] = Rows,
        ["/rest/api/3/user/bulk"] = Page,
        ["/rest/api/3/group/bulk"] = Page,
        ["/rest/api/3/group/member"] = Page,
        ["/rest/api/3/groups/picker"] = """{"header":"Showing 0 of 0 matching groups","total":0,"groups":[]}""",
        ["/rest/api/3/search/jql"] = """{"isLast":true,"issues":[]}""",
    };

    /// <summary>The body for a caller whose log-in failed; null when the call needs a user.</summary>
    public static string? BodyOf(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && Bodies.TryGetValue(request.Path.Value!, out var body) ? body : null;
}
