using ExternalSources.Benchmarks.Users;

namespace ExternalSources.Benchmarks.Actions;

/// <summary>Measures 10,000 membership changes compared with a bare client, and the share of the log.</summary>
internal sealed class MembershipBenchmark : IBenchmark
{
    private const int People = 10_000;
    private const int MostRuns = 3;

    public string Name => "actions-memberships";

    public async Task RunAsync(FigureTable table, int runs)
    {
        foreach (var latency in (int[])[0, 20, 100])
        {
            var module = new List<Acting>();
            var floor = new List<double>();
            for (var i = 0; i < Math.Min(runs, MostRuns); i++)
            {
                module.Add(await MeasureAsync(latency, simulator => Acting.RunAsync(simulator.Address, People)));
                floor.Add(await MeasureAsync(latency, simulator => BareAdding.RunAsync(simulator.Address, People)));
            }

            table.Add(
                $"10,000 users of a site added to a group, each response after {latency} ms, with listing, guard rails and log",
                [.. module.Select(one => one.Milliseconds)]
            );
            table.Add("... a bare client, 8 changes at a time and nothing else", floor);
            table.AddRatio("... the module beside the bare client", [.. module.Zip(floor, (a, b) => a.Milliseconds / b)]);
            table.Add("... writing the same log again", [.. module.Select(one => one.LogMilliseconds)]);
            table.Add("... that, as a part of the whole", [.. module.Select(one => 100 * one.LogMilliseconds / one.Milliseconds)], "%", "0.0");
            table.Add("... added", [.. module.Select(one => (double)one.Succeeded)], "users");
        }
    }

    private static async Task<T> MeasureAsync<T>(int latency, Func<SimulatorProcess, Task<T>> measure)
    {
        // The group must be empty, so each run has a new simulator.
        await using var simulator = await SimulatorProcess.StartAsync(People * 2);
        await simulator.SetLatencyAsync(latency);
        return await measure(simulator);
    }
}
