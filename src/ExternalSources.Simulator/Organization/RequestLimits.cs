using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary>
/// The limits of Atlassian's OpenAPI document of the organization API: numbers of values, unique values, and page sizes. The simulator refuses what they do
/// not allow. <see cref="ServiceBehavior.LiftedLimits"/> lifts single limits.
/// </summary>
internal static class RequestLimits
{
    public const string UserSearch = "users/search";
    public const string UserCount = "users/count";
    public const string GroupSearch = "groups/search";
    public const string RoleAssignments = "role-assignments";
    public const string Directories = "directories";
    public const string Workspaces = "workspaces";
    public const string PageSize = "limit";

    /// <summary>All limits.</summary>
    public static readonly IReadOnlyList<RequestLimit> All =
    [
        new(UserSearch, "accountIds", 10),
        new(UserSearch, "groupIds", 10),
        new(UserSearch, "directoryIds", 10),
        new(UserSearch, "emailDomains", 10),
        new(UserSearch, "emails", 100, IsUnique: true),
        new(UserSearch, "resourceIds", 20),
        new(UserSearch, "roleIds", 10),
        new(UserSearch, "status", 4),
        new(UserSearch, "accountStatus", 3),
        new(UserSearch, "membershipStatus", 3),
        new(UserSearch, "expand", int.MaxValue, Least: 0, IsUnique: true),
        new(UserSearch, "sortBy", 1),
        new(UserSearch, PageSize, 100),
        new(UserCount, "accountIds", 10),
        new(UserCount, "groupIds", 10),
        new(UserCount, "directoryIds", 10),
        new(UserCount, "emailDomains", 10),
        new(UserCount, "resourceIds", 20),
        new(UserCount, "roleIds", 10),
        new(UserCount, "status", 4),
        new(UserCount, "accountStatus", 3),
        new(UserCount, "membershipStatus", 3),
        new(GroupSearch, "accountIds", 10, IsUnique: true),
        new(GroupSearch, "groupIds", 10, IsUnique: true),
        new(GroupSearch, "directoryIds", 10, IsUnique: true),
        new(GroupSearch, "groupNames", 100, IsUnique: true),
        new(GroupSearch, "resourceIds", 20, IsUnique: true),
        new(GroupSearch, "resourceOwners", 10, IsUnique: true),
        new(GroupSearch, "roleIds", 10, IsUnique: true),
        new(GroupSearch, "expand", 2, IsUnique: true),
        new(GroupSearch, "sortBy", 1),
        new(GroupSearch, PageSize, 100),
        new(RoleAssignments, "directoryIds", 10),
        new(RoleAssignments, "resourceOwners", 10),
        new(RoleAssignments, "resourceIds", 20),
        new(RoleAssignments, "roleIds", 10),
        new(RoleAssignments, PageSize, 100),
        new(Directories, "directoryIds", 10),
        new(Directories, PageSize, 100),
        new(Workspaces, PageSize, 1000),
    ];

    /// <summary>The values of <c>roleIds</c> that the documents allow for users.</summary>
    public static readonly IReadOnlyList<string> Roles =
    [
        "atlassian/user",
        "atlassian/admin",
        "atlassian/guest",
        "atlassian/customer",
        "atlassian/user-access-admin",
        "atlassian/contributor",
        "atlassian/basic",
        "atlassian/stakeholder",
        "atlassian/org-admin",
        "atlassian/site-admin",
        "atlassian/ai-access",
    ];

    /// <summary>Checks the members of a body.</summary>
    /// <exception cref="InvalidQueryException">The service refuses the body.</exception>
    public static void Check(string call, JsonElement body, ServiceBehavior behavior)
    {
        foreach (var limit in Enforced(call, behavior))
        {
            if (!body.TryGetProperty(limit.Member, out var value))
            {
                continue;
            }

            if (limit.Member == PageSize)
            {
                CheckSize(limit, value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var size) ? size : 0);
            }
            else if (value.ValueKind == JsonValueKind.Array)
            {
                CheckValues(limit, [.. value.EnumerateArray().Select(item => item.GetRawText())]);
            }
        }
    }

    /// <summary>Checks the parameters of a query.</summary>
    /// <exception cref="InvalidQueryException">The service refuses the query.</exception>
    public static void Check(string call, IQueryCollection query, ServiceBehavior behavior)
    {
        foreach (var limit in Enforced(call, behavior).Where(limit => query.ContainsKey(limit.Member)))
        {
            if (limit.Member == PageSize)
            {
                CheckSize(limit, int.TryParse(query[limit.Member].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0);
            }
            else
            {
                CheckValues(limit, Values(query, limit.Member));
            }
        }
    }

    /// <summary>The values of a list in a query: repeated, or separated by commas.</summary>
    public static string[] Values(IQueryCollection query, string name) =>
        [.. query[name].SelectMany(text => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))];

    private static IEnumerable<RequestLimit> Enforced(string call, ServiceBehavior behavior) =>
        All.Where(limit => limit.Call == call && !behavior.LiftedLimits.Any(lifted => lifted == "*" || lifted == limit.Name));

    private static void CheckSize(RequestLimit limit, int size)
    {
        if (size < 1 || size > limit.Most)
        {
            throw new InvalidQueryException(string.Create(CultureInfo.InvariantCulture, $"{limit.Member} must be between 1 and {limit.Most}."));
        }
    }

    private static void CheckValues(RequestLimit limit, string[] values)
    {
        if (values.Length < limit.Least || values.Length > limit.Most)
        {
            throw new InvalidQueryException(
                string.Create(CultureInfo.InvariantCulture, $"{limit.Member} must have between {limit.Least} and {limit.Most} items, but has {values.Length}.")
            );
        }

        if (limit.IsUnique && values.Distinct(StringComparer.Ordinal).Count() < values.Length)
        {
            throw new InvalidQueryException(limit.Member + " must have unique items.");
        }
    }
}

/// <summary>A limit of a call.</summary>
/// <param name="Call">The end of the call's path.</param>
/// <param name="Member">The member of the body, or the parameter of the query.</param>
/// <param name="Most">The maximum number of values; for a page size, the maximum.</param>
/// <param name="Least">The minimum number of values.</param>
/// <param name="IsUnique">Whether the values must be unique.</param>
internal sealed record RequestLimit(string Call, string Member, int Most, int Least = 1, bool IsUnique = false)
{
    /// <summary>The name that <see cref="ServiceBehavior.LiftedLimits"/> uses.</summary>
    public string Name => Call + "." + Member;
}
