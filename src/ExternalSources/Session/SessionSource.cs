namespace ExternalSources;

/// <summary>A source of this session only, together with its key.</summary>
internal sealed record SessionSource(ExternalSource Source, ApiKey Key);
