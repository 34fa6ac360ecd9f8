using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
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

    [MethodImpl(Compilation.Optimized)]
    public ExternalUser? User(JsonTextReader reader)
    {
        string? accountId = null, name = null, email = null, type = null;
        bool? active = null;
        IReadOnlyList<GroupReference>? groups = null;
        IReadOnlyList<string>? applications = null;
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
                case "groups":
                    groups = Items(reader, row => GroupRows.OfUser(row, "groupId"));
                    break;
                case "applicationRoles":
                    applications = Items(reader, row => row.TextOf("key"));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

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

        return id is null ? null : new ExternalGroup { Source = _source, Id = id, Name = name ?? id };
    }

    private static ApplicationRole? Role(JsonTextReader reader)
    {
        string? key = null;
        IReadOnlyList<string> groups = Array.Empty<string>();
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "key":
                    key = reader.Text();
                    break;
                case "groupDetails":
                    groups = reader.RowsOrNone(row => row.TextOf("groupId"));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return key is null ? null : new ApplicationRole(key, groups);
    }

    private static JiraPage<T> Page<T>(JsonTextReader reader, Func<JsonTextReader, T?> row)
        where T : class
    {
        int? total = null;
        IReadOnlyList<T>? rows = null;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "total":
                    total = reader.Number();
                    break;
                case "values":
                    rows = reader.Rows(row);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

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
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            if (member == "items")
                items = reader.RowsOrNone(row);
            else
                reader.Skip();
        }

        return items;
    }
}

/// <summary>A page of one of Jira's lists, with the list's length where it is told.</summary>
internal sealed record JiraPage<T>(IReadOnlyList<T> Rows, int? Total);

/// <summary>An application and the groups that grant it.</summary>
internal sealed record ApplicationRole(string Application, IReadOnlyList<string> GroupIds);
