using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ExternalSources.Simulator.People;

namespace ExternalSources.Simulator.Jira;

/// <summary>Writes users as Jira does. A page can have a thousand rows, so the shared parts are encoded once.</summary>
internal sealed class JiraUserRow
{
    private static readonly ConcurrentDictionary<string, JiraUserRow> ByRoot = new(StringComparer.Ordinal);

    private readonly string _self;
    private readonly byte[] _avatars;

    private JiraUserRow(string root)
    {
        _self = root + "/rest/api/3/user?accountId=";
        var avatars = new StringBuilder("{");
        foreach (var size in (int[])[48, 24, 16, 32])
        {
            avatars
                .Append(avatars.Length > 1 ? "," : "")
                .Append(CultureInfo.InvariantCulture, $"\"{size}x{size}\":\"{root}/avatars/initials.png?size={size}\"");
        }

        _avatars = Encoding.UTF8.GetBytes(avatars.Append('}').ToString());
    }

    public static JiraUserRow For(JiraCall call) => ByRoot.GetOrAdd(call.Root, static root => new JiraUserRow(root));

    /// <summary>A row of a list.</summary>
    public void Write(Utf8JsonWriter json, Person person)
    {
        json.WriteStartObject();
        WriteMembers(json, person, hidden: null);
        json.WriteEndObject();
    }

    /// <summary>A row of a list of members, where a hidden e-mail address is an empty string.</summary>
    public void WriteMember(Utf8JsonWriter json, Person person)
    {
        json.WriteStartObject();
        WriteMembers(json, person, hidden: "");
        json.WriteString("timeZone"u8, person.TimeZone);
        json.WriteEndObject();
    }

    /// <summary>The members that every kind of row has, without the braces.</summary>
    public void WriteMembers(Utf8JsonWriter json, Person person, string? hidden)
    {
        json.WriteString("self"u8, string.Concat(_self, AccountIds.Escape(person.AccountId)));
        json.WriteString("accountId"u8, person.AccountId);
        json.WriteString("accountType"u8, person.AccountType);
        if ((person.VisibleEmail ?? hidden) is { } email)
        {
            json.WriteString("emailAddress"u8, email);
        }

        json.WritePropertyName("avatarUrls"u8);
        json.WriteRawValue(_avatars, skipInputValidation: true);
        json.WriteString("displayName"u8, person.Name);
        json.WriteBoolean("active"u8, person.IsActiveOnSite);
    }
}
