using System;
using System.Collections.Generic;
using Newtonsoft.Json;

namespace ExternalSources;

/// <summary>Reads the rows of Jira's lists straight into objects.</summary>
internal sealed class JiraRows
{
    private readonly string _source;

    public JiraRows(string source) => _source = source;

    /// <summary>A flat list of users.</summary>
    public IReadOnlyList<ExternalUser> Users(JsonTextReader reader) => reader.Rows(User);

    /// <summary>A page with its users in "values".</summary>
    public JiraPage<ExternalUser> UserPage(JsonTextReader reader) => Page(reader, User);

    /// <summary>A flat list of groups.</summary>
    public IReadOnlyList<ExternalGroup> GroupList(JsonTextReader reader) => reader.Rows(Group);

    public JiraPage<ExternalGroup> GroupPage(JsonTextReader reader) => Page(reader, Group);

    /// <summary>The application roles: which application is granted by which groups.</summary>
    public static IReadOnlyList<ApplicationRole> Roles(JsonTextReader reader) => reader.Rows(Role);

    public ExternalUser? User(JsonTextReader reader)
    {
        string? accountId = null, name = null, email = null, type = null;
        bool? active = null;
        IReadOnlyList<GroupReference>? groups = null;
        IReadOnlyList<string>? applications = null;
        reader.Members(member =>
        {
            switch (member)
            {
                case "accountId":
                    accountId = reader.Text();
                    return true;
                case "displayName":
                    name = reader.Text();
                    return true;
                case "emailAddress":
                    email = reader.Text();
                    return true;
                case "accountType":
                    type = reader.Text();
                    return true;
                case "active":
                    active = reader.Flag();
                    return true;
                case "groups":
                    groups = Items(reader, row => GroupRows.OfUser(row, "groupId"));
                    return true;
                case "applicationRoles":
                    applications = Items(reader, row => row.TextOf("key"));
                    return true;
                default:
                    return false;
            }
        });
        return accountId is null ? null : new ExternalUser
        {
            Source = _source,
            AccountId = accountId,
            Name = name ?? accountId,
            Email = email,
            Status = active == false ? "Deactivated" : "Active",
            AccountType = AccountTypes.Of(type),
            Groups = groups,
            Applications = applications,
        };
    }

    private ExternalGroup? Group(JsonTextReader reader)
    {
        string? id = null, name = null;
        reader.Members(member =>
        {
            switch (member)
            {
                case "groupId":
                    id = reader.Text();
                    return true;
                case "name":
                    name = reader.Text();
                    return true;
                default:
                    return false;
            }
        });
        return id is null ? null : new ExternalGroup { Source = _source, Id = id, Name = name ?? id };
    }

    private static ApplicationRole? Role(JsonTextReader reader)
    {
        string? key = null;
        IReadOnlyList<string> groups = Array.Empty<string>();
        reader.Members(member =>
        {
            switch (member)
            {
                case "key":
                    key = reader.Text();
                    return true;
                case "groupDetails":
                    groups = reader.RowsOrNone(row => row.TextOf("groupId"));
                    return true;
                default:
                    return false;
            }
        });
        return key is null ? null : new ApplicationRole(key, groups);
    }

    private static JiraPage<T> Page<T>(JsonTextReader reader, Func<JsonTextReader, T?> row)
        where T : class
    {
        int? total = null;
        IReadOnlyList<T>? rows = null;
        reader.Members(member =>
        {
            switch (member)
            {
                case "total":
                    total = reader.Number();
                    return true;
                case "values":
                    rows = reader.Rows(row);
                    return true;
                default:
                    return false;
            }
        });
        return new JiraPage<T>(rows ?? throw new JsonReaderException("The page has no values."), total);
    }

    // An expanded list: {"size", "items": [...]}.
    private static IReadOnlyList<T>? Items<T>(JsonTextReader reader, Func<JsonTextReader, T?> row)
        where T : class
    {
        if (reader.TokenType != JsonToken.StartObject)
        {
            reader.Skip();
            return null;
        }

        IReadOnlyList<T>? items = null;
        reader.Members(member =>
        {
            if (member != "items")
                return false;
            items = reader.RowsOrNone(row);
            return true;
        });
        return items;
    }
}

/// <summary>A page of one of Jira's lists, with the list's length where it is told.</summary>
internal sealed record JiraPage<T>(IReadOnlyList<T> Rows, int? Total);

/// <summary>An application and the groups that grant it.</summary>
internal sealed record ApplicationRole(string Application, IReadOnlyList<string> GroupIds);
