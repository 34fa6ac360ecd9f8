namespace ExternalSources.Core.Sources;

/// <summary>The status of a source's connection.</summary>
public enum SourceStatus
{
    /// <summary>The source was not checked since its last change.</summary>
    Unknown,

    /// <summary>The last check passed.</summary>
    Connected,

    /// <summary>The last check failed, or the key has expired. The reason says which.</summary>
    Error,
}
