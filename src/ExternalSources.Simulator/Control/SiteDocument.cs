using System.Text.Json.Serialization;

namespace ExternalSources.Simulator.Control;

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SiteDocument(string? DeploymentType, string? Title);
