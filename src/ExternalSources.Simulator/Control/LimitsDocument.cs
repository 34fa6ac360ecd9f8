using System.Text.Json.Serialization;

namespace ExternalSources.Simulator.Control;

/// <summary>The requests a second that each key may make; none is no limit.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record LimitsDocument(int? RequestsPerSecond);
