namespace ExternalSources.Core.Sources;

/// <summary>What is known of a source's connection.</summary>
public enum SourceStatus
{
    /// <summary>The source has never been checked since it was last changed.</summary>
    Unknown,

    /// <summary>The last check passed.</summary>
    Connected,

    /// <summary>The last check failed, or the key has expired; the reason says which.</summary>
    Error,
}
