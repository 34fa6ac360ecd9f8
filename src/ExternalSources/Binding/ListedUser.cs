using System.Linq;
using System.Management.Automation;
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

    private static readonly string[] TypePrefixes = { "Deserialized.", "Selected." };

    /// <summary>Adds the mark.</summary>
    public static string ToText(string text) => Mark + text;

    /// <summary>Whether a text has the mark.</summary>
    public static bool IsListed(string? text) => text?.Length > 0 && text[0] == Mark;

    /// <summary>The text without the mark.</summary>
    public static string WithoutMark(string text) => text.Substring(1);

    /// <summary>Whether a row is a user of a list: one from a file or another session, from Select-Object, or in a table that a list was exported to.</summary>
    public static bool IsRow(object entry) =>
        entry is PSObject row
        && (
            row.Properties[nameof(ExternalUser.AccountType)]?.Value is not null
            || row.TypeNames.Any(name => TypePrefixes.Any(prefix => name == prefix + typeof(ExternalUser).FullName))
        );
}
