using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ExternalSources.TestKit;

namespace ExternalSources.Benchmarks.Actions;

/// <summary>What adding people to a group took: of a process that does nothing else, from the command's start to its end.</summary>
/// <param name="Milliseconds">The time.</param>
/// <param name="LogMilliseconds">The time to write the same log once more, line by line, each with the system before the next.</param>
/// <param name="PeakMegabytes">The largest working set that the process ever had.</param>
/// <param name="Succeeded">How many were added.</param>
/// <param name="Others">How many were not.</param>
internal sealed record Acting(double Milliseconds, double LogMilliseconds, double PeakMegabytes, int Succeeded, int Others)
{
    public const string ChildPrefix = "act:";

    private const double Megabyte = 1024 * 1024;

    /// <summary>Adds so many people of a site to an empty group, in a process of its own.</summary>
    public static async Task<Acting> RunAsync(Uri address, int people)
    {
        using var home = new TemporaryFolder();
        var start = new ProcessStartInfo(
            Environment.ProcessPath!,
            ["--child", string.Create(CultureInfo.InvariantCulture, $"{ChildPrefix}{people}:{address}")]
        );
        start.Environment["EXTERNALSOURCES_HOME"] = home.Path;
        return JsonSerializer.Deserialize<Acting>((await Child.TimeAsync(start)).Output)!;
    }

    /// <summary>Plays that process, and prints what was measured.</summary>
    public static int Play(string part)
    {
        var parts = part.Split(':', 3);
        using var shell = new BenchmarkShell();
        shell.Connect(2, new Uri(parts[2]), string.Empty);
        var watch = Stopwatch.StartNew();
        var result = shell.Run(
            """
            $n = @{ Succeeded = 0; Other = 0 }
            Get-ExternalUser s001 -Status Active -First $people | Add-ExternalGroupMember -Group nobody-yet -Force | ForEach-Object { if ($_.Outcome -eq 'Succeeded') { $n.Succeeded++ } else { $n.Other++ } }
            $n.Succeeded
            $n.Other
            """,
            new Dictionary<string, object?> { ["people"] = int.Parse(parts[1], CultureInfo.InvariantCulture) }
        );
        var milliseconds = watch.Elapsed.TotalMilliseconds;
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64 / Megabyte;
        var counts = result.Output.Select(output => Convert.ToInt32(output!.BaseObject, CultureInfo.InvariantCulture)).ToArray();
        Console.WriteLine(JsonSerializer.Serialize(new Acting(milliseconds, WriteLogAgain(), peak, counts[0], counts[1])));
        return 0;
    }

    private static double WriteLogAgain()
    {
        var home = Environment.GetEnvironmentVariable("EXTERNALSOURCES_HOME")!;
        var log = Directory.EnumerateFiles(Path.Combine(home, "runs"), "*.jsonl").Single();
        var lines = File.ReadAllLines(log).Select(line => Encoding.UTF8.GetBytes(line + "\n")).ToArray();
        using var file = new FileStream(Path.Combine(home, "again"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1);
        var watch = Stopwatch.StartNew();
        foreach (var line in lines)
        {
            file.Write(line);
            file.Flush();
        }

        return watch.Elapsed.TotalMilliseconds;
    }
}
