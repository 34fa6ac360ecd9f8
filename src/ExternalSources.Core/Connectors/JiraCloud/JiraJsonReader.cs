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

/// <summary>Reads Jira's lists into objects.</summary>
internal sealed class JiraJsonReader
{
    /// <summary>
    /// The account id of a record that Jira cannot read, because it is damaged or the user service has an outage
    /// (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-users/, schema User). The other values of such a record are not real.
    /// </summary>
    private const string Unreadable = "unknown";

    private readonly string _source;

    public JiraJsonReader(string source) => _source = source;

    /// <summary>A list of users; <see langword="null"/> in the place of a record that Jira cannot read.</summary>
    public IReadOnlyList<ExternalUser?> Users(JsonTextReader reader) => reader.Places(User);

    /// <summary>A page of users.</summary>
    public OffsetPage<ExternalUser> UserPage(JsonTextReader reader) => Page(reader, User);

    /// <summary>A list of groups; <see langword="null"/> in the place of a group without an id.</summary>
    public IReadOnlyList<ExternalGroup?> GroupList(JsonTextReader reader) => reader.Places(Group);

    public OffsetPage<ExternalGroup> GroupPage(JsonTextReader reader) => Page(reader, Group);

    /// <summary>The applications and the groups that grant them.</summary>
    public static IReadOnlyList<ApplicationRole> Roles(JsonTextReader reader) => reader.Rows(Role);

    /// <summary>The groups and applications of one user; <see langword="null"/> if Jira cannot read the user.</summary>
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
                    groups = Expanded(reader, item => item.Group("groupId"));
                    break;
                case "applicationRoles":
                    applications = Expanded(reader, item => item.TextOf("key"));
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
                ServiceAccountType = AccountTypes.Unrecognized(type),
            };
    }

    private ExternalGroup? Group(JsonTextReader reader)
    {
        if (reader.IdAndName("groupId") is not (var id, var name))
        {
            return null;
        }

        return new ExternalGroup
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
        int? users = null;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "key":
                    key = reader.Text();
                    break;
                case "groupDetails" when reader.TokenType == JsonToken.StartArray:
                    details = reader.Places(item => item.Group("groupId"));
                    break;
                case "groups":
                    names = reader.RowsOrNone(item => item.Text());
                    break;
                case "userCount":
                    users = reader.Number();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var groups = details.OfType<GroupReference>().ToArray();
        return key is null ? null : new ApplicationRole(key, groups, Math.Max(details.Count, names.Count) - groups.Length) { Users = users };
    }

    private static OffsetPage<T> Page<T>(JsonTextReader reader, Func<JsonTextReader, T?> readItem)
        where T : class
    {
        int? total = null;
        bool? isLast = null;
        IReadOnlyList<T?>? items = null;
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
                    items = reader.Places(readItem);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new OffsetPage<T>(items ?? throw new JsonReaderException("The page has no values."), total, isLast);
    }

    // The object has the members "size" and "items". Jira limits the items to "max-results".
    private static ExpandedList<T>? Expanded<T>(JsonTextReader reader, Func<JsonTextReader, T?> readItem)
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
                items = reader.RowsOrNone(readItem);
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
/// <param name="Unidentified">The number of further groups whose ids the response does not contain.</param>
internal sealed record ApplicationRole(string Application, IReadOnlyList<GroupReference> Groups, int Unidentified)
{
    /// <summary>The number of users who hold a seat; <see langword="null"/> if the response does not contain it.</summary>
    public int? Users { get; init; }

    public IReadOnlyList<string> GroupIds { get; } = Groups.Select(group => group.Id).ToArray();

    /// <summary>Whether a selector means the application of this role.</summary>
    public bool IsSelectedBy(ApplicationSelector application) => ApplicationKeys.Canonical(Application) == application.Key;

    /// <summary>Returns the applications that a group grants.</summary>
    public static IReadOnlyList<string> ApplicationsOf(ExternalGroup group, IReadOnlyList<ApplicationRole> roles) =>
        roles.Where(role => role.GroupIds.Contains(group.Id)).Select(role => role.Application).ToArray();
}

/// <summary>The groups and applications of a user; <see langword="null"/> if the response does not contain them.</summary>
internal sealed record JiraBelonging(ExpandedList<GroupReference>? Groups, ExpandedList<string>? Applications);

/// <summary>A list inside a record. It may contain fewer items than it counts.</summary>
internal sealed record ExpandedList<T>(IReadOnlyList<T> Items, int? Size)
{
    public bool IsIncomplete => Size > Items.Count;
}
