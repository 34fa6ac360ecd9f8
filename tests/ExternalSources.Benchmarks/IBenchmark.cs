namespace ExternalSources.Benchmarks;

/// <summary>One claim and how it is measured.</summary>
internal interface IBenchmark
{
    string Name { get; }

    Task RunAsync(FigureTable table, int runs);
}
