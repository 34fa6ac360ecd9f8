using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Shell.Tests.Pester;

/// <summary>The runs of all Pester files, two at a time.</summary>
public sealed class PesterRuns : IDisposable
{
    private readonly SemaphoreSlim _places = new(2);
    private readonly Dictionary<string, Task<PesterReport>> _runs;

    public PesterRuns() => _runs = FileNames.ToDictionary(name => name, RunAsync);

    public static IReadOnlyList<string> FileNames { get; } =
    [.. Directory.EnumerateFiles(PesterFile.Folder, "*.Tests.ps1").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        // The runs use the places to their end.
        Task.WhenAll(_runs.Values).ContinueWith(_ => _places.Dispose(), TaskScheduler.Default);
    }

    internal Task<PesterReport> ReportAsync(string name) => _runs[name];

    private async Task<PesterReport> RunAsync(string name)
    {
        await _places.WaitAsync();
        try
        {
            return await PesterFile.RunAsync(Path.Combine(PesterFile.Folder, name));
        }
        finally
        {
            _places.Release();
        }
    }
}
