using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>Members of a request body that the document allows only without each other. It says so only in prose.</summary>
/// <param name="Call">The method and path of the call in the document.</param>
/// <param name="Member">A member of the body.</param>
/// <param name="Excludes">The members that it excludes; empty for all others.</param>
/// <param name="Sentence">What the document says.</param>
internal sealed record Exclusion(string Call, string Member, IReadOnlyList<string> Excludes, string Sentence)
{
    private const string Directory = "/admin/v2/orgs/{orgId}/directories/{directoryId}";

    public static IReadOnlyList<Exclusion> All { get; } =
    [
        new(
            "POST " + Directory + "/users/search",
            "searchTerm",
            ["emails"],
            "`searchTerm` and `emails` are mutually exclusive. Providing both in the same request returns `400 Bad Request`."
        ),
        new(
            "POST " + Directory + "/groups/search",
            "groupNames",
            ["searchTerm", "groupIds"],
            "Mutually exclusive with `searchTerm` and `groupIds` \u2014 providing either combination returns a `400 Bad Request` error."
        ),
        new("POST /admin/v2/orgs/{orgId}/workspaces", "cursor", [], "When a cursor is provided in the request body, no other properties may be present."),
    ];

    public IEnumerable<string> Problems(DocumentedCall call, JToken body)
    {
        if (call.ToString() != Call || body is not JObject json || json[Member] is null or { Type: JTokenType.Null })
        {
            return [];
        }

        return json.Properties()
            .Select(property => property.Name)
            .Where(name => name != Member && (Excludes.Count == 0 || Excludes.Contains(name)))
            .Select(name => $"'{Member}' excludes '{name}': {Sentence}");
    }
}
