using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ExternalSources.Simulator.Organization;

/// <summary>Reads a user search, and refuses what the service refuses: members it does not know, wrong types, unknown values.</summary>
internal static class UserQueryReader
{
    private static readonly string[] Statuses = ["active", "suspended", "not_invited", "deactivated", "for_deletion"];
    private static readonly string[] AccountStatuses = ["active", "inactive", "closed"];
    private static readonly string[] MembershipStatuses = ["active", "suspended", "no_membership"];
    private static readonly string[] ClaimStatuses = ["managed", "unmanaged"];
    private static readonly string[] Expansions = ["platformRoles", "counts.resources", "productAccess", "groups"];

    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out UserQuery? query, out string problem)
    {
        query = null;
        try
        {
            var reader = new Utf8JsonReader(body);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object || reader.Read())
            {
                problem = "The body must be a JSON object.";
                return false;
            }

            query = Read(document.RootElement);
            problem = "";
            return true;
        }
        catch (JsonException)
        {
            problem = "The body is not valid JSON.";
        }
        catch (InvalidQueryException exception)
        {
            problem = exception.Message;
        }

        return false;
    }

    /// <summary>The count takes the same filters in the query.</summary>
    public static bool TryRead(IQueryCollection values, [NotNullWhen(true)] out UserFilter? filter, out string problem)
    {
        (filter, problem) = (new UserFilter(), "");
        try
        {
            foreach ((string name, StringValues texts) in values)
            {
                string[] list = [.. texts.SelectMany(text => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))];
                filter = name switch
                {
                    "claimStatus" => filter with { ClaimStatus = OneOf(name, texts.ToString(), ClaimStatuses) },
                    "searchTerm" => filter with { SearchTerm = texts.ToString() },
                    "mfaEnabled" => filter with { MfaEnabled = bool.TryParse(texts.ToString(), out bool on) ? on : throw new InvalidQueryException(name + " must be true or false.") },
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

    private static UserQuery Read(JsonElement body)
    {
        var query = new UserQuery();
        var list = new StringBuilder();
        foreach (JsonProperty member in body.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            query = member.Name switch
            {
                "cursor" => query with { Cursor = Text(member) },
                "limit" => query with { Limit = Limit(member) },
                "expand" => query with { Expand = [.. Texts(member).Select(value => OneOf(member.Name, value, Expansions))] },
                "sortBy" => query,
                _ => query with { Filter = WithFilter(query.Filter, member) },
            };
            if (member.Name is not ("cursor" or "limit" or "expand"))
            {
                list.Append(member.Name).Append('=').Append(member.Value.GetRawText()).Append(';');
            }
        }

        return query.Filter is { SearchTerm: not null, Emails: not null }
            ? throw new InvalidQueryException("searchTerm and emails exclude each other.")
            : query with { List = list.ToString() };
    }

    private static UserFilter WithFilter(UserFilter filter, JsonProperty member) => member.Name switch
    {
        "claimStatus" => filter with { ClaimStatus = OneOf(member.Name, Text(member), ClaimStatuses) },
        "searchTerm" => filter with { SearchTerm = Text(member) },
        "mfaEnabled" => filter with { MfaEnabled = Boolean(member) },
        "emails" => filter with { Emails = Texts(member) },
        _ when WithList(filter, member.Name, []) is null => throw new InvalidQueryException("Unknown member: " + member.Name),
        _ => WithList(filter, member.Name, Texts(member))!,
    };

    private static UserFilter? WithList(UserFilter filter, string name, IReadOnlyList<string> values) => name switch
    {
        "accountIds" => filter with { AccountIds = values },
        "directoryIds" => filter with { DirectoryIds = values },
        "resourceIds" => filter with { ResourceIds = values },
        "groupIds" => filter with { GroupIds = values },
        "roleIds" => filter with { RoleIds = values },
        "emailDomains" => filter with { EmailDomains = values },
        "status" => filter with { Status = [.. values.Select(value => OneOf(name, value, Statuses))] },
        "accountStatus" => filter with { AccountStatus = [.. values.Select(value => OneOf(name, value, AccountStatuses))] },
        "membershipStatus" => filter with { MembershipStatus = [.. values.Select(value => OneOf(name, value, MembershipStatuses))] },
        _ => null,
    };

    private static string Text(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : throw new InvalidQueryException(member.Name + " must be text.");

    private static bool Boolean(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new InvalidQueryException(member.Name + " must be true or false."),
    };

    private static List<string> Texts(JsonProperty member)
    {
        if (member.Value.ValueKind != JsonValueKind.Array || member.Value.EnumerateArray().Any(value => value.ValueKind != JsonValueKind.String))
        {
            throw new InvalidQueryException(member.Name + " must be an array of texts.");
        }

        return [.. member.Value.EnumerateArray().Select(value => value.GetString()!)];
    }

    private static int Limit(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out int limit) && limit > 0
            ? int.Min(limit, UserQuery.MostLimit)
            : throw new InvalidQueryException("limit must be a positive number.");

    private static string OneOf(string name, string value, string[] known) =>
        Array.IndexOf(known, value) >= 0 ? value : throw new InvalidQueryException(name + " has an unknown value: " + value);

    private sealed class InvalidQueryException(string message) : Exception(message);
}
