using ExternalSources.Core.Common;

namespace ExternalSources.Core.Groups;

/// <summary>A source has no group of this name or id.</summary>
public sealed class GroupNotFoundException : ExternalSourceException
{
    // Names of groups may have brackets; a star or a question mark is somebody's wildcard.
    private static readonly char[] Wildcards = { '*', '?' };

    internal GroupNotFoundException(string source, string group)
        : base($"'{source}' has no group with the name or id '{group}'.", Advice(group)) => Group = group;

    internal GroupNotFoundException(string group)
        : base($"No selected source has a group with the name or id '{group}'.", Advice(group)) => Group = group;

    private static string Advice(string group) =>
        group.IndexOfAny(Wildcards) < 0
            ? "Get-ExternalGroup lists the groups there are."
            : $"Wildcards find groups, and the groups their members: Get-ExternalGroup -Name '{group}' | Get-ExternalUser.";

    /// <summary>What was looked for.</summary>
    public string Group { get; }
}
