using System.Text.Json.Serialization;

namespace ExternalSources.Simulator.Control;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FaultDocument))]
[JsonSerializable(typeof(LatencyDocument))]
[JsonSerializable(typeof(LimitsDocument))]
[JsonSerializable(typeof(SiteDocument))]
internal sealed partial class ControlJson : JsonSerializerContext;
