using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;

namespace ExternalSources.Session;

/// <summary>A source of this session only, together with its key.</summary>
internal sealed record SessionSource(ExternalSource Source, ApiKey Key);
