using ExternalSources.Benchmarks.Users;

namespace ExternalSources.Benchmarks.Actions;

/// <summary>Measures how much of a limit of 50 requests per second is used. It fails when a change is lost or repeated.</summary>
internal sealed class LimitBenchmark : IBenchmark
{
    private const int People = 3_000;
    private const int PerSecond = 50;
    private const int MostRuns = 3;

    public string Name => "actions-limit";

    public async Task RunAsync(FigureTable table, int runs)
    {
        var seconds = new List<double>();
        var used = new List<double>();
        var refused = new List<double>();
        for (var i = 0; i < Math.Min(runs, MostRuns); i++)
        {
            await using var simulator = await SimulatorProcess.StartAsync(People * 2);
            await simulator.SetLatencyAsync(20);
            await simulator.SetLimitAsync(PerSecond);
            var run = await Acting.RunAsync(simulator.Address, People);
            var (granted, denied) = await simulator.CountRequestsAsync();
            var writes = await simulator.CountWritesAsync();
            if (writes.All != run.Succeeded || writes.Different != run.Succeeded)
            {
                throw new InvalidOperationException(
                    $"The command reports {run.Succeeded} added users, but the service made {writes.All} changes for {writes.Different} users."
                );
            }

            seconds.Add(run.Milliseconds / 1000);
            used.Add(100.0 * granted / (PerSecond * run.Milliseconds / 1000));
            refused.Add(denied);
        }

        table.Add("3,000 users of a site added to a group, 50 requests a second granted", seconds, "s", "0.0");
        table.Add("... of the limit used", used, "%", "0.0");
        table.Add("... requests refused", refused, "requests");
    }
}
