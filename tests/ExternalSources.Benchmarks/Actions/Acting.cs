using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ExternalSources.TestKit;

namespace ExternalSources.Benchmarks.Actions;

/// <summary>The cost of adding people to a group, measured in a separate process from the start of the command to its end.</summary>
/// <param name="Milliseconds">The time.</param>
/// <param name="LogMilliseconds">The time to write the same log again, line by line, with a flush after each line.</param>
/// <param name="PeakMegabytes">The largest working set of the process.</param>
/// <param name="Succeeded">The number of people added.</param>
/// <param name="Others">The number of people not added.</param>
internal sealed record Acting(double Milliseconds, double LogMilliseconds, double PeakMegabytes, int Succeeded, int Others)
{
    public const string ChildPrefix = "act:";

    private const double Megabyte = 1024 * 1024;

    /// <summary>Adds this many people of a site to an empty group, in a separate process.</summary>
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

    /// <summary>Runs in the separate process, and prints the measurement.</summary>
    public static int Play(string part)
    {
        var parts = part.Split(':', 3);
        using var shell = new BenchmarkShell();
        shell.Connect(2, new Uri(parts[2]), string.Empty);
        var watch = Stopwatch.StartNew();
        var result = shell.Run(
            """
            $n = @{ Succeeded = 0; Other = 0 }
            Get-ExternalUser s001 -Status Active -First $people |
                Add-ExternalGroupMember -Group nobody-yet -Force |
                ForEach-Object { if ($_.Outcome -eq 'Succeeded') { $n.Succeeded++ } else { $n.Other++ } }
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
