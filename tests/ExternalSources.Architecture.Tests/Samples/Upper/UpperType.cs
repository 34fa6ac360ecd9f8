namespace ExternalSources.Architecture.Tests.Samples.Upper;

/// <summary>A type of an upper room.</summary>
internal sealed class UpperType;
