namespace ExternalSources.Benchmarks;

/// <summary>
/// Reading whole lists: by the module, beside a bare client with the same requests in flight, and beside a script's loop. The simulator runs on the
/// same processors, and takes most of them where answers have no latency.
/// </summary>
internal sealed class UserBenchmark(UserList list) : IBenchmark
{
    private const int Users = 100_000;
    private const int MostRuns = 5;

    public string Name => "users-" + list.Key;

    public async Task RunAsync(FigureTable table, int runs)
    {
        await using var simulator = await SimulatorProcess.StartAsync(Users);
        // Also makes the simulator warm.
        var rows = (await Reading.RunAsync(Reader.Loop, list, simulator.Address, 0)).Rows;
        foreach (var latency in list.Latencies)
        {
            await simulator.SetLatencyAsync(latency);
            // Once: it waits more than it works, and takes long.
            var loop = await Reading.RunAsync(Reader.Loop, list, simulator.Address, 0);
            var floor = new List<Reading>();
            var module = new List<Reading>();
            for (var i = 0; i < Math.Min(runs, MostRuns); i++)
            {
                floor.Add(await Reading.RunAsync(Reader.Floor, list, simulator.Address, rows));
                module.Add(await Reading.RunAsync(Reader.Module, list, simulator.Address, rows));
            }

            table.Add($"{list.Title}, each answer after {latency} ms: `{list.Command}`", Milliseconds(module));
            table.Add("... a bare client, same requests in flight, bytes thrown away", Milliseconds(floor));
            table.Add("... a script's loop, page after page", [loop.Milliseconds]);
            table.AddRatio("... the module beside the bare client", [.. module.Zip(floor, (a, b) => a.Milliseconds / b.Milliseconds)]);
            table.AddRatio("... the loop beside the module", [.. module.Select(one => loop.Milliseconds / one.Milliseconds)]);
            table.Add("... processor time a user, module", [.. module.Select(one => one.Processor * 1000 / rows)], "µs", "0.0");
            table.Add("... processor time a user, bare client", [.. floor.Select(one => one.Processor * 1000 / rows)], "µs", "0.0");
        }
    }

    private static double[] Milliseconds(IEnumerable<Reading> readings) => [.. readings.Select(reading => reading.Milliseconds)];
}
