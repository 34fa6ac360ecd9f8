using System.Globalization;

namespace ExternalSources.Benchmarks.Users;

/// <summary>Measures the memory of reading a list, by its length: the largest working set of a separate process.</summary>
internal sealed class MemoryBenchmark : IBenchmark
{
    private const int MostRuns = 3;

    public string Name => "memory";

    public async Task RunAsync(FigureTable table, int runs)
    {
        foreach (var list in new[] { UserList.Site, UserList.Organization })
        {
            foreach (var users in new[] { 10_000, 100_000, 1_000_000 })
            {
                await using var simulator = await SimulatorProcess.StartAsync(users);
                var readings = new List<Reading>();
                for (var i = 0; i < Math.Min(runs, MostRuns); i++)
                {
                    readings.AddRange(await Reading.RunAsync(Reader.Module, list, simulator.Address, users, 1));
                }

                var what = string.Create(CultureInfo.InvariantCulture, $"`{list.Command}`, {users:N0} users");
                table.Add(what + ", most memory", [.. readings.Select(reading => reading.PeakMegabytes)], "MB");
                table.Add("... largest heap after a collection", [.. readings.Select(reading => reading.HeapMegabytes)], "MB");
                table.Add("... processor time a user", [.. readings.Select(reading => reading.Processor * 1000 / users)], "µs", "0.0");
            }
        }
    }
}
