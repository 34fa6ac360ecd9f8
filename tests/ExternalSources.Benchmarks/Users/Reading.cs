using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ExternalSources.TestKit;

namespace ExternalSources.Benchmarks.Users;

/// <summary>The ways to read a list.</summary>
internal enum Reader
{
    Module,
    Floor,
    Loop,
}

/// <summary>The cost of reading a list, for the complete process, from the start of the command to its end.</summary>
/// <param name="Milliseconds">The time.</param>
/// <param name="Processor">Milliseconds of processor time.</param>
/// <param name="PeakMegabytes">The largest working set of the process.</param>
/// <param name="HeapMegabytes">The largest heap after a garbage collection.</param>
/// <param name="Rows">The number of rows, if they were counted.</param>
internal sealed record Reading(double Milliseconds, double Processor, double PeakMegabytes, double HeapMegabytes, int Rows)
{
    public const string ChildPrefix = "read:";

    private const double Megabyte = 1024 * 1024;

    /// <summary>Reads a list several times in a separate process.</summary>
    public static async Task<Reading[]> RunAsync(Reader reader, UserList list, Uri address, int rows, int times)
    {
        using var home = new TemporaryFolder();
        var start = new ProcessStartInfo(
            Environment.ProcessPath!,
            ["--child", string.Create(CultureInfo.InvariantCulture, $"{ChildPrefix}{reader}:{list.Key}:{rows}:{times}:{address}")]
        );
        start.Environment["EXTERNALSOURCES_HOME"] = home.Path;
        return JsonSerializer.Deserialize<Reading[]>((await Child.TimeAsync(start)).Output)!;
    }

    /// <summary>Runs in the separate process, and prints the measurement.</summary>
    public static async Task<int> PlayAsync(string part)
    {
        var parts = part.Split(':', 6);
        var reader = Enum.Parse<Reader>(parts[1]);
        var list = UserList.All.Single(list => list.Key == parts[2]);
        var rows = int.Parse(parts[3], CultureInfo.InvariantCulture);
        var times = int.Parse(parts[4], CultureInfo.InvariantCulture);
        var address = new Uri(parts[5]);
        Console.WriteLine(
            JsonSerializer.Serialize(
                reader == Reader.Module ? await ReadByModuleAsync(list, address, times) : await ReadBareAsync(reader, list, address, rows, times)
            )
        );
        return 0;
    }

    private static async Task<List<Reading>> ReadByModuleAsync(UserList list, Uri address, int times)
    {
        using var shell = new BenchmarkShell();
        shell.Connect(2, address, string.Empty);
        // The first user loads what a session loads once, so that the measurement excludes it.
        shell.Run("Get-ExternalUser -First 1 | Out-Null");
        return await RepeatAsync(times, () => Task.FromResult(shell.Run(list.Command + " | Out-Null").Output.Count));
    }

    private static async Task<List<Reading>> ReadBareAsync(Reader reader, UserList list, Uri address, int rows, int times)
    {
        using (var warm = BareRequests.Connect(address, list.OfOrganization))
        {
            await warm.GetStringAsync(list.OfOrganization ? "admin/v1/orgs" : "rest/api/3/users/search?maxResults=1");
        }

        return await RepeatAsync(times, async () =>
        {
            using var http = BareRequests.Connect(address, list.OfOrganization);
            if (reader == Reader.Loop)
            {
                return await list.Requests.LoopAsync(http);
            }

            await list.Requests.DiscardAsync(http, rows);
            return rows;
        });
    }

    private static async Task<List<Reading>> RepeatAsync(int times, Func<Task<int>> read)
    {
        var readings = new List<Reading>();
        for (var i = 0; i < times; i++)
        {
            readings.Add(await MeasureAsync(read));
        }

        return readings;
    }

    private static async Task<Reading> MeasureAsync(Func<Task<int>> read)
    {
        using var process = Process.GetCurrentProcess();
        var heap = 0L;
        await using var sampling = new Timer(_ => heap = Math.Max(heap, GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes), null, 0, 50);
        var processor = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var rows = await read();
        var milliseconds = watch.Elapsed.TotalMilliseconds;
        process.Refresh();
        return new Reading(
            milliseconds,
            (process.TotalProcessorTime - processor).TotalMilliseconds,
            process.PeakWorkingSet64 / Megabyte,
            heap / Megabyte,
            rows
        );
    }
}
