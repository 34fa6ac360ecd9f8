using System;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Binding;

/// <summary>
/// Marks the text of a user that a cmdlet listed. A person did not name such a user by account id: an action skips it if the type of the account is unknown.
/// A parameter takes only text, so the mark is part of the text.
/// </summary>
internal static class ListedUser
{
    // No account id or address starts with this character.
    private const char Mark = '\u2064';

    private static readonly string[] TypePrefixes = { "Deserialized.ExternalSources.", "Selected.ExternalSources." };

    // Columns that a table has if it was exported from users or from results. A list of a person's own has no reason for them.
    private static readonly string[] Columns = { nameof(ExternalUser.AccountType), nameof(ExternalActionResult.Outcome) };

    /// <summary>Adds the mark.</summary>
    public static string ToText(string text) => Mark + text;

    /// <summary>Whether a text has the mark.</summary>
    public static bool IsListed(string? text) => text?.Length > 0 && text[0] == Mark;

    /// <summary>The text without the mark.</summary>
    public static string WithoutMark(string text) => text.Substring(1);

    /// <summary>Whether a row is a user that a cmdlet listed: from another session, from Select-Object, or from a table that a list was exported to.</summary>
    public static bool IsRow(object entry) =>
        entry is PSObject row
        && (
            Columns.Any(column => row.Properties[column] is not null)
            || row.TypeNames.Any(name => TypePrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
        );
}
