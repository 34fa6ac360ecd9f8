namespace ExternalSources.Architecture.Tests.Support;

/// <summary>One room uses another. <see cref="Example"/> is a place that does.</summary>
internal sealed record Arrow(string From, string To, string Example)
{
    public string Name => $"{From} -> {To}";

    public override string ToString() => $"{Name} ({Example})";
}
