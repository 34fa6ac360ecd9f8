using System.Globalization;
using ExternalSources.Benchmarks.Users;

namespace ExternalSources.Benchmarks.Actions;

/// <summary>Measures the memory of a bulk action, by the number of its targets.</summary>
internal sealed class ActionMemoryBenchmark : IBenchmark
{
    private const int MostRuns = 3;

    public string Name => "actions-memory";

    public async Task RunAsync(FigureTable table, int runs)
    {
        foreach (var people in new[] { 10_000, 100_000 })
        {
            var readings = new List<double>();
            for (var i = 0; i < Math.Min(runs, MostRuns); i++)
            {
                await using var simulator = await SimulatorProcess.StartAsync(people * 2);
                readings.Add((await Acting.RunAsync(simulator.Address, people)).PeakMegabytes);
            }

            table.Add(string.Create(CultureInfo.InvariantCulture, $"{people:N0} users of a site added to a group, most memory"), readings, "MB");
        }
    }
}
