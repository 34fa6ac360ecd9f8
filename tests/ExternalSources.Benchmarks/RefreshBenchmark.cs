using System.Diagnostics;
using ExternalSources.Simulator;
using ExternalSources.TestKit;

namespace ExternalSources.Benchmarks;

/// <summary>Measures checks of 50 sources with a service that responds after 100 ms, compared with the slowest source alone.</summary>
internal sealed class RefreshBenchmark : IBenchmark
{
    private const int Sources = 50;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(100);

    public string Name => "refresh";

    public async Task RunAsync(FigureTable table, int runs)
    {
        using var home = new TemporaryFolder();
        Environment.SetEnvironmentVariable("EXTERNALSOURCES_HOME", home.Path);
        await using var simulator = await AtlassianSimulator.StartAsync(new SimulatorOptions { Users = 1000, Latency = Latency });
        using var shell = new BenchmarkShell();
        shell.Connect(Sources, simulator.Address, "-SkipTest");

        var all = new List<double>();
        var slowest = new List<double>();
        for (var i = -1; i < runs; i++)
        {
            var alone = Measure(() => shell.Run("Get-ExternalSource s000 -Refresh"));
            var together = Measure(() => shell.Run("Get-ExternalSource -Refresh"));
            if (i < 0)
            {
                continue;
            }

            slowest.Add(alone);
            all.Add(together);
        }

        table.Add("`Get-ExternalSource -Refresh`, 1 organization, each response after 100 ms", slowest);
        table.Add($"`Get-ExternalSource -Refresh`, {Sources} sources, half of them organizations, likewise", all);
        table.AddRatio($"{Sources} sources, beside the slowest one alone", [.. all.Zip(slowest, (a, b) => a / b)]);
    }

    private static double Measure(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalMilliseconds;
    }
}
