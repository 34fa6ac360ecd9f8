namespace ExternalSources.Benchmarks.Users;

/// <summary>
/// Measures reading complete lists with the module, with a bare client with the same concurrency, and with the loop of a script. The simulator
/// runs on the same processors, and uses most of their time when responses have no latency.
/// </summary>
internal sealed class UserBenchmark(UserList list, string? pwsh) : IBenchmark
{
    private const int Users = 100_000;
    private const int MostRuns = 5;

    public string Name => "users-" + list.Key;

    public async Task RunAsync(FigureTable table, int runs)
    {
        await using var simulator = await SimulatorProcess.StartAsync(Users);
        // This run also warms up the simulator.
        var rows = (await Reading.RunAsync(Reader.Loop, list, simulator.Address, 0, 1))[0].Rows;
        foreach (var latency in list.Latencies)
        {
            await simulator.SetLatencyAsync(latency);
            // The loop runs once, because it is slow and mostly waits.
            var loop = (await Reading.RunAsync(Reader.Loop, list, simulator.Address, 0, 1))[0].Milliseconds;
            var floor = new List<Reading[]>();
            var module = new List<Reading[]>();
            for (var i = 0; i < Math.Min(runs, MostRuns); i++)
            {
                floor.Add(await Reading.RunAsync(Reader.Floor, list, simulator.Address, rows, 2));
                module.Add(
                    pwsh is null
                        ? await Reading.RunAsync(Reader.Module, list, simulator.Address, rows, 2)
                        : await ShellReading.RunAsync(pwsh, list, simulator.Address, 2)
                );
            }

            table.Add(
                $"{list.Title}, each response after {latency} ms: `{list.Command}`, first list of a session{(pwsh is null ? string.Empty : " of PowerShell")}",
                [.. module.Select(one => one[0].Milliseconds)]
            );
            table.Add("... again", [.. module.Select(one => one[1].Milliseconds)]);
            table.Add("... a bare client, same requests in flight, bytes thrown away, again", [.. floor.Select(one => one[1].Milliseconds)]);
            table.Add("... a script's loop, page after page", [loop]);
            table.AddRatio("... the module beside the bare client, first", [.. module.Zip(floor, (a, b) => a[0].Milliseconds / b[0].Milliseconds)]);
            table.AddRatio("... the module beside the bare client, again", [.. module.Zip(floor, (a, b) => a[1].Milliseconds / b[1].Milliseconds)]);
            table.AddRatio("... the loop beside the module, first", [.. module.Select(one => loop / one[0].Milliseconds)]);
            table.Add("... processor time a user, first", [.. module.Select(one => one[0].Processor * 1000 / rows)], "µs", "0.0");
            table.Add("... processor time a user, again", [.. module.Select(one => one[1].Processor * 1000 / rows)], "µs", "0.0");
            table.Add("... processor time a user, bare client, again", [.. floor.Select(one => one[1].Processor * 1000 / rows)], "µs", "0.0");
        }
    }
}
