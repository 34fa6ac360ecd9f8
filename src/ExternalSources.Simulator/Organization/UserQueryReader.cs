using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Text;
using System.Text.Json;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;
using static ExternalSources.Simulator.Organization.BodyReader;

namespace ExternalSources.Simulator.Organization;

/// <summary>Reads a user search. It refuses unknown members, wrong types, and unknown values, as the service does.</summary>
internal static class UserQueryReader
{
    private static readonly string[] Statuses = ["active", "suspended", "not_invited", "deactivated", "for_deletion"];
    private static readonly string[] AccountStatuses = ["active", "inactive", "closed"];
    private static readonly string[] MembershipStatuses = ["active", "suspended", "no_membership"];
    private static readonly string[] ClaimStatuses = ["managed", "unmanaged"];
    private static readonly string[] Expansions = ["platformRoles", "counts.resources", "productAccess", "groups"];

    /// <summary>Reads the filter of a count, which is in the query.</summary>
    public static bool TryRead(IQueryCollection values, ServiceBehavior behavior, [NotNullWhen(true)] out UserFilter? filter, out string problem)
    {
        (filter, problem) = (new UserFilter(), "");
        try
        {
            RequestLimits.Check(RequestLimits.UserCount, values, behavior);
            foreach ((var name, var texts) in values)
            {
                var list = RequestLimits.Values(values, name);
                filter = name switch
                {
                    "claimStatus" => filter with { ClaimStatus = OneOf(name, texts.ToString(), ClaimStatuses) },
                    "searchTerm" => filter with { SearchTerm = texts.ToString() },
                    "mfaEnabled" => filter with
                    {
                        MfaEnabled = bool.TryParse(texts.ToString(), out var on) ? on : throw new InvalidQueryException(name + " must be true or false."),
                    },
                    _ => WithList(filter, name, list) ?? throw new InvalidQueryException("Unknown parameter: " + name),
                };
            }

            return true;
        }
        catch (InvalidQueryException exception)
        {
            problem = exception.Message;
            return false;
        }
    }

    /// <exception cref="InvalidQueryException">The service refuses the query.</exception>
    public static UserQuery Read(JsonElement body, ServiceBehavior behavior)
    {
        RequestLimits.Check(RequestLimits.UserSearch, body, behavior);
        var query = new UserQuery();
        var list = new StringBuilder();
        foreach (var member in body.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            query = member.Name switch
            {
                "cursor" => query with { Cursor = Text(member) },
                "limit" => query with { Limit = Limit(member) },
                "expand" => query with { Expand = Expand(member) },
                "sortBy" => query with { Descending = Sort(member) },
                _ => query with { Filter = WithFilter(query.Filter, member) },
            };
            if (member.Name is not ("cursor" or "limit" or "expand"))
            {
                list.Append(member.Name).Append('=').Append(member.Value.GetRawText()).Append(';');
            }
        }

        return query.Filter is { SearchTerm: not null, Emails: not null }
            ? throw new InvalidQueryException("searchTerm and emails exclude each other.")
            : query with
            {
                List = list.ToString(),
            };
    }

    private static UserFilter WithFilter(UserFilter filter, JsonProperty member) =>
        member.Name switch
        {
            "claimStatus" => filter with { ClaimStatus = OneOf(member.Name, Text(member), ClaimStatuses) },
            "searchTerm" => filter with { SearchTerm = Text(member) },
            "mfaEnabled" => filter with { MfaEnabled = Boolean(member) },
            "emails" => filter with { Emails = Texts(member) },
            _ when WithList(filter, member.Name, []) is null => throw new InvalidQueryException("Unknown member: " + member.Name),
            _ => WithList(filter, member.Name, Texts(member))!,
        };

    private static UserFilter? WithList(UserFilter filter, string name, IReadOnlyList<string> values) =>
        name switch
        {
            "accountIds" => filter with { AccountIds = values },
            "directoryIds" => filter with { DirectoryIds = values },
            "resourceIds" => filter with { ResourceIds = values },
            "groupIds" => filter with { GroupIds = [.. values.Select(AtlassianGroup.BareId)] },
            "roleIds" => filter with { RoleIds = [.. values.Select(value => OneOf(name, value, [.. RequestLimits.Roles]))] },
            "emailDomains" => filter with { EmailDomains = values },
            "status" => filter with { Status = [.. values.Select(value => OneOf(name, value, Statuses))] },
            "accountStatus" => filter with { AccountStatus = [.. values.Select(value => OneOf(name, value, AccountStatuses))] },
            "membershipStatus" => filter with { MembershipStatus = [.. values.Select(value => OneOf(name, value, MembershipStatuses))] },
            _ => null,
        };

    private static UserExpansions Expand(JsonProperty member)
    {
        var all = UserExpansions.None;
        foreach (var value in Texts(member))
        {
            all |= OneOf(member.Name, value, Expansions) switch
            {
                "platformRoles" => UserExpansions.PlatformRoles,
                "counts.resources" => UserExpansions.Counts,
                "productAccess" => UserExpansions.ProductAccess,
                _ => UserExpansions.Groups,
            };
        }

        return all;
    }

    private static bool? Sort(JsonProperty member)
    {
        bool? descending = null;
        foreach (var item in Items(member, JsonValueKind.Object))
        {
            foreach (var part in item.EnumerateObject())
            {
                _ = part.Name switch
                {
                    "field" => OneOf("field", Text(part), ["nick_name"]),
                    "direction" => OneOf("direction", Text(part), ["asc", "desc"]),
                    _ => throw new InvalidQueryException("sortBy has an unknown member: " + part.Name),
                };
            }

            descending = item.TryGetProperty("direction", out var direction) && direction.ValueEquals("desc");
        }

        return descending;
    }
}
