using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;
using Newtonsoft.Json;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>Reads the rows of Jira's lists straight into objects.</summary>
internal sealed class JiraJsonReader
{
    /// <summary>
    /// The account id of a record that Jira could not read: one that is damaged, or any during an outage of the service that knows the users
    /// (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-users/, schema User). Whatever else such a record says is made up.
    /// </summary>
    private const string Unreadable = "unknown";

    private readonly string _source;

    public JiraJsonReader(string source) => _source = source;

    /// <summary>A flat list of users; <see langword="null"/> in the place of one that Jira could not read.</summary>
    public IReadOnlyList<ExternalUser?> Users(JsonTextReader reader) => reader.Places(User);

    /// <summary>A page with its users in "values".</summary>
    public OffsetPage<ExternalUser> UserPage(JsonTextReader reader) => Page(reader, User);

    /// <summary>A flat list of groups; <see langword="null"/> in the place of one without an id.</summary>
    public IReadOnlyList<ExternalGroup?> GroupList(JsonTextReader reader) => reader.Places(Group);

    public OffsetPage<ExternalGroup> GroupPage(JsonTextReader reader) => Page(reader, Group);

    /// <summary>The application roles: which application is granted by which groups.</summary>
    public static IReadOnlyList<ApplicationRole> Roles(JsonTextReader reader) => reader.Rows(Role);

    /// <summary>What one user belongs to; <see langword="null"/> where Jira could not read the user.</summary>
    public static JiraBelonging? Belonging(JsonTextReader reader)
    {
        string? accountId = null;
        ExpandedList<GroupReference>? groups = null;
        ExpandedList<string>? applications = null;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "accountId":
                    accountId = reader.Text();
                    break;
                case "groups":
                    groups = Expanded(reader, row => GroupJsonReader.OfUser(row, "groupId"));
                    break;
                case "applicationRoles":
                    applications = Expanded(reader, row => row.TextOf("key"));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return accountId is null or Unreadable ? null : new JiraBelonging(groups, applications);
    }

    [MethodImpl(Compilation.Optimized)]
    private ExternalUser? User(JsonTextReader reader)
    {
        string? accountId = null,
            name = null,
            email = null,
            type = null;
        bool? active = null;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "accountId":
                    accountId = reader.Text();
                    break;
                case "displayName":
                    name = reader.Text();
                    break;
                case "emailAddress":
                    email = reader.Text();
                    break;
                case "accountType":
                    type = reader.Text();
                    break;
                case "active":
                    active = reader.Flag();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return accountId is null or Unreadable
            ? null
            : new ExternalUser
            {
                Source = _source,
                AccountId = accountId,
                Name = name ?? accountId,
                Email = email,
                Status = active switch
                {
                    true => "Active",
                    false => "Deactivated",
                    null => ExternalUser.UnknownStatus,
                },
                AccountType = AccountTypes.Of(type),
            };
    }

    private ExternalGroup? Group(JsonTextReader reader)
    {
        string? id = null,
            name = null;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "groupId":
                    id = reader.Text();
                    break;
                case "name":
                    name = reader.Text();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return id is null
            ? null
            : new ExternalGroup
            {
                Source = _source,
                Id = id,
                Name = name ?? id,
            };
    }

    private static ApplicationRole? Role(JsonTextReader reader)
    {
        string? key = null;
        IReadOnlyList<GroupReference?> details = Array.Empty<GroupReference?>();
        IReadOnlyList<string> names = Array.Empty<string>();
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "key":
                    key = reader.Text();
                    break;
                case "groupDetails":
                    if (reader.TokenType == JsonToken.StartArray)
                    {
                        details = reader.Places(row => GroupJsonReader.OfUser(row, "groupId"));
                    }
                    else
                    {
                        reader.Skip();
                    }

                    break;
                case "groups":
                    names = reader.RowsOrNone(row => row.Text());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var groups = details.OfType<GroupReference>().ToArray();
        return key is null ? null : new ApplicationRole(key, groups, Math.Max(details.Count, names.Count) - groups.Length);
    }

    private static OffsetPage<T> Page<T>(JsonTextReader reader, Func<JsonTextReader, T?> row)
        where T : class
    {
        int? total = null;
        bool? isLast = null;
        IReadOnlyList<T?>? rows = null;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "total":
                    total = reader.Number();
                    break;
                case "isLast":
                    isLast = reader.Flag();
                    break;
                case "values":
                    rows = reader.Places(row);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new OffsetPage<T>(rows ?? throw new JsonReaderException("The page has no values."), total, isLast);
    }

    // {"size", "items": [...]}, with no more than "max-results" of them.
    private static ExpandedList<T>? Expanded<T>(JsonTextReader reader, Func<JsonTextReader, T?> row)
        where T : class
    {
        if (reader.TokenType != JsonToken.StartObject)
        {
            reader.Skip();
            return null;
        }

        IReadOnlyList<T>? items = null;
        int? size = null;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            if (member == "items")
            {
                items = reader.RowsOrNone(row);
            }
            else if (member == "size")
            {
                size = reader.Number();
            }
            else
            {
                reader.Skip();
            }
        }

        return items is null && size is null ? null : new ExpandedList<T>(items ?? Array.Empty<T>(), size);
    }
}

/// <summary>An application and the groups that grant it.</summary>
/// <param name="Application">The application's key.</param>
/// <param name="Groups">The groups.</param>
/// <param name="Unidentified">How many groups there are besides, of which no id is told.</param>
internal sealed record ApplicationRole(string Application, IReadOnlyList<GroupReference> Groups, int Unidentified)
{
    public IReadOnlyList<string> GroupIds { get; } = Groups.Select(group => group.Id).ToArray();
}

/// <summary>The groups and applications of a user; <see langword="null"/> where they are not told.</summary>
internal sealed record JiraBelonging(ExpandedList<GroupReference>? Groups, ExpandedList<string>? Applications);

/// <summary>A list inside of a record, which may tell only a part of what it counts.</summary>
internal sealed record ExpandedList<T>(IReadOnlyList<T> Items, int? Size)
{
    public bool IsCut => Size > Items.Count;
}
