using System.Collections.Generic;

namespace ExternalSources.HelpBuilder.Topics;

/// <summary>The help of one cmdlet.</summary>
internal sealed record CmdletTopic(string Name, string Verb, string Noun)
{
    public string Synopsis { get; init; } = "";
    public IReadOnlyList<string> Description { get; init; } = [];
    public IReadOnlyList<SyntaxTopic> Syntax { get; init; } = [];
    public IReadOnlyList<ParameterTopic> Parameters { get; init; } = [];
    public IReadOnlyList<TypeTopic> Inputs { get; init; } = [];
    public IReadOnlyList<TypeTopic> Outputs { get; init; } = [];
    public IReadOnlyList<string> Notes { get; init; } = [];
    public IReadOnlyList<ExampleTopic> Examples { get; init; } = [];
    public IReadOnlyList<LinkTopic> Links { get; init; } = [];
}

/// <summary>One parameter set, with its parameters in the order of the syntax.</summary>
internal sealed record SyntaxTopic(string ParameterSet, IReadOnlyList<ParameterTopic> Parameters);

/// <summary>An input or output type of the cmdlet.</summary>
internal sealed record TypeTopic(string Name, IReadOnlyList<string> Description);

/// <param name="Code">The text that help shows.</param>
/// <param name="Commands">The part of the code that users type.</param>
internal sealed record ExampleTopic(string Title, string Code, string Commands, IReadOnlyList<string> Remarks);

/// <param name="Cref">The reference to code; null for other links.</param>
internal sealed record LinkTopic(string Text, string Uri = "", string? Cref = null);
