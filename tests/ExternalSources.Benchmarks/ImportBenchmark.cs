using System.Diagnostics;
using ExternalSources.TestKit;

namespace ExternalSources.Benchmarks;

/// <summary>
/// Measures what Import-Module adds to the start of a shell. It starts processes with and without the import, in turn. In PowerShell, a process
/// without it is a bare start. In the bare engine, it imports an empty module, to load the parts that every shell uses before its prompt appears.
/// </summary>
internal sealed class ImportBenchmark(string? pwsh) : IBenchmark
{
    public string Name => "import";

    public async Task RunAsync(FigureTable table, int runs)
    {
        using var folder = new TemporaryFolder();
        var empty = folder.Write("Empty/Empty.psd1", "@{ ModuleVersion = '1.0'; GUID = '0f7ad12e-9d1b-4f0c-9b7c-3f5f0a9c1d11' }");
        var with = new List<double>();
        var without = new List<double>();
        for (var i = -1; i < runs; i++)
        {
            var bare = pwsh is null ? (await Child.RunAsync(Child.ImportPrefix + empty)).Process : await StartAsync(pwsh, "$null");
            var importing = pwsh is null
                ? (await Child.RunAsync(Child.ImportPrefix + RepositoryPaths.ModuleManifest)).Process
                : await StartAsync(pwsh, $"Import-Module '{RepositoryPaths.ModuleManifest}'");
            if (i < 0)
            {
                continue;
            }

            without.Add(bare);
            with.Add(importing);
        }

        table.AddDifference($"`Import-Module ExternalSources`, added to the start-up of {(pwsh is null ? "the engine" : "PowerShell")}", with, without);
    }

    private static async Task<double> StartAsync(string pwsh, string command) =>
        (await Child.TimeAsync(new ProcessStartInfo(pwsh, ["-NoProfile", "-NonInteractive", "-Command", command]))).Milliseconds;
}
