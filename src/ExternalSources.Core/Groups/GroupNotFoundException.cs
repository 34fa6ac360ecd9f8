using ExternalSources.Core.Common;

namespace ExternalSources.Core.Groups;

/// <summary>A source has no group of this name or id.</summary>
public sealed class GroupNotFoundException : ExternalSourceException
{
    // A name of a group can contain brackets, but an asterisk or a question mark is probably a wildcard.
    private static readonly char[] Wildcards = { '*', '?' };

    internal GroupNotFoundException(string source, string group)
        : base($"'{source}' has no group with the name or id '{group}'.", Advice(group)) => Group = group;

    internal GroupNotFoundException(string group)
        : base($"No selected source has a group with the name or id '{group}'.", Advice(group)) => Group = group;

    private static string Advice(string group) =>
        group.IndexOfAny(Wildcards) < 0
            ? "To list the groups, run Get-ExternalGroup."
            : $"This parameter does not accept wildcards. To select groups with a wildcard, run Get-ExternalGroup -Name '{group}' | Get-ExternalUser.";

    /// <summary>The name or id that was searched for.</summary>
    public string Group { get; }
}
