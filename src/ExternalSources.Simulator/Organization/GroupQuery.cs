using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.State;
using static ExternalSources.Simulator.Organization.BodyReader;

namespace ExternalSources.Simulator.Organization;

/// <summary>The parameters of a group search.</summary>
internal sealed record GroupQuery
{
    private const int DefaultLimit = 20;
    private static readonly string[] Expansions = ["counts.resources", "counts.users"];

    public string? Cursor { get; init; }

    public int Limit { get; init; } = DefaultLimit;

    public IReadOnlyList<string>? AccountIds { get; init; }

    public IReadOnlyList<string>? DirectoryIds { get; init; }

    public IReadOnlyList<string>? RoleIds { get; init; }

    public IReadOnlyList<string>? ResourceOwners { get; init; }

    public IReadOnlyList<string>? ResourceIds { get; init; }

    public IReadOnlyList<string>? GroupIds { get; init; }

    public IReadOnlyList<string>? GroupNames { get; init; }

    public string? SearchTerm { get; init; }

    public bool CountsUsers { get; init; }

    public bool CountsResources { get; init; }

    /// <summary>The search without its cursor and page size. A cursor is valid only for the same search.</summary>
    public string List { get; init; } = "";

    /// <exception cref="InvalidQueryException">The service refuses the query.</exception>
    public static GroupQuery Read(JsonElement body, ServiceBehavior behavior)
    {
        RequestLimits.Check(RequestLimits.GroupSearch, body, behavior);
        var query = new GroupQuery();
        var list = new StringBuilder();
        foreach (var member in body.EnumerateObject().OrderBy(member => member.Name, System.StringComparer.Ordinal))
        {
            query = With(query, member);
            if (member.Name is not ("cursor" or "limit" or "expand"))
            {
                list.Append(member.Name).Append('=').Append(member.Value.GetRawText()).Append(';');
            }
        }

        return query is { GroupNames: not null } and ({ SearchTerm: not null } or { GroupIds: not null })
            ? throw new InvalidQueryException("groupNames excludes searchTerm and groupIds.")
            : query with
            {
                List = list.ToString(),
            };
    }

    private static GroupQuery With(GroupQuery query, JsonProperty member) =>
        member.Name switch
        {
            "cursor" => query with { Cursor = Text(member) },
            "limit" => query with { Limit = BodyReader.Limit(member) },
            "accountIds" => query with { AccountIds = Texts(member) },
            "directoryIds" => query with { DirectoryIds = Texts(member) },
            "roleIds" => query with { RoleIds = Texts(member) },
            "resourceOwners" => query with { ResourceOwners = Texts(member) },
            "resourceIds" => query with { ResourceIds = Texts(member) },
            "groupIds" => query with { GroupIds = [.. Texts(member).Select(AtlassianGroup.BareId)] },
            "groupNames" => query with { GroupNames = Texts(member) },
            "searchTerm" => query with { SearchTerm = Text(member) },
            // The documents do not list the sort fields, so any field is accepted and the order does not change.
            "sortBy" when Items(member, JsonValueKind.Object) is not null => query,
            "expand" => Expand(query, [.. Texts(member).Select(value => OneOf(member.Name, value, Expansions))]),
            _ => throw new InvalidQueryException("Unknown member: " + member.Name),
        };

    private static GroupQuery Expand(GroupQuery query, string[] expansions) =>
        query with
        {
            CountsUsers = expansions.Contains("counts.users"),
            CountsResources = expansions.Contains("counts.resources"),
        };
}
