using System.Diagnostics;
using ExternalSources.TestKit;

namespace ExternalSources.Benchmarks;

/// <summary>Measures the output of a list of 100 sources, first in a new shell that has reached its prompt, then again in the same session.</summary>
internal sealed class ListBenchmark : IBenchmark
{
    private const int Sources = 100;

    public string Name => "list";

    public async Task RunAsync(FigureTable table, int runs)
    {
        using var home = new TemporaryFolder();
        Environment.SetEnvironmentVariable("EXTERNALSOURCES_HOME", home.Path);
        using var shell = new BenchmarkShell();
        shell.Connect(Sources, new Uri("http://127.0.0.1:1/"), "-SkipTest");

        var first = new List<double>();
        for (var i = 0; i < runs; i++)
        {
            first.Add((await Child.RunAsync(Child.List, home.Path)).Part);
        }

        table.Add($"`Get-ExternalSource`, {Sources} sources, printed, first command of a session", first);

        var again = new List<double>();
        for (var i = -1; i < runs; i++)
        {
            var watch = Stopwatch.StartNew();
            shell.Run("Get-ExternalSource | Out-Host");
            if (i >= 0)
            {
                again.Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        table.Add($"`Get-ExternalSource`, {Sources} sources, printed, later", again);
    }
}
