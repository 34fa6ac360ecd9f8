using System.Text.Json.Nodes;

namespace ExternalSources.Benchmarks.Users;

/// <summary>A list to measure, with its command and its requests without the module.</summary>
internal sealed record UserList(string Key, string Title, string Command, bool OfOrganization, BareRequests Requests, params int[] Latencies)
{
    public static UserList Site { get; } =
        new(
            "site",
            "100,000 users of a site",
            "Get-ExternalUser s001",
            false,
            new OffsetRequests(1000, static _ => Task.FromResult("rest/api/3/users/search?")),
            0,
            20,
            100
        );

    public static UserList Organization { get; } =
        new(
            "organization",
            "100,000 users of an organization with groups and activity",
            "Get-ExternalUser s000 -Include Groups",
            true,
            new CursorRequests(100, "users/search", "productAccess", "groups"),
            0,
            20
        );

    /// <summary>A group with half of all people.</summary>
    public static UserList Members { get; } =
        new(
            "members",
            "50,000 members of a group of a site",
            "Get-ExternalGroupMember s001 all-employees",
            false,
            new OffsetRequests(50, MembersAsync),
            0,
            20,
            100
        );

    public static IReadOnlyList<UserList> All { get; } = [Site, Organization, Members];

    private static async Task<string> MembersAsync(HttpClient http)
    {
        var page = JsonNode.Parse(await http.GetStringAsync("rest/api/3/group/bulk?groupName=all-employees"))!;
        return $"rest/api/3/group/member?groupId={page["values"]![0]!["groupId"]}&includeInactiveUsers=true&";
    }
}
