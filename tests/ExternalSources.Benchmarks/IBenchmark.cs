namespace ExternalSources.Benchmarks;

/// <summary>A benchmark.</summary>
internal interface IBenchmark
{
    string Name { get; }

    Task RunAsync(FigureTable table, int runs);
}
