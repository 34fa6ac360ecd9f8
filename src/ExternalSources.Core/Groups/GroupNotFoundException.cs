namespace ExternalSources;

/// <summary>A source has no group of this name or id.</summary>
public sealed class GroupNotFoundException : ExternalSourceException
{
    internal GroupNotFoundException(string source, string group)
        : base($"'{source}' has no group with the name or id '{group}'.", "Get-ExternalGroup lists the groups there are.") => Group = group;

    internal GroupNotFoundException(string group)
        : base($"No selected source has a group with the name or id '{group}'.", "Get-ExternalGroup lists the groups there are.") => Group = group;

    /// <summary>What was looked for.</summary>
    public string Group { get; }
}
