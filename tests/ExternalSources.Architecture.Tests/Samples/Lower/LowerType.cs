using ExternalSources.Architecture.Tests.Samples.Upper;

namespace ExternalSources.Architecture.Tests.Samples.Lower;

/// <summary>A type of a lower room that uses an upper one: the wrong arrow that the tests must find.</summary>
internal sealed class LowerType
{
    public UpperType? Wrong { get; init; }
}
