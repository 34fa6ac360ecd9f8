using System.Collections.Generic;

namespace ExternalSources.HelpBuilder.Topics;

internal sealed record ParameterTopic(string Name)
{
    public required string TypeName { get; init; }
    public bool IsSwitch { get; init; }
    public bool IsArray { get; init; }
    public bool Required { get; init; }
    public string Position { get; init; } = "named";
    public bool ByValue { get; init; }
    public bool ByPropertyName { get; init; }
    public bool Wildcards { get; init; }
    public IReadOnlyList<string> Aliases { get; init; } = [];
    public IReadOnlyList<string> AcceptedValues { get; init; } = [];
    public string DefaultValue { get; init; } = "None";
    public IReadOnlyList<string> Description { get; init; } = [];
}
