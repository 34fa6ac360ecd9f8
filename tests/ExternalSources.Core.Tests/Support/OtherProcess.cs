using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Sources;
using Xunit;

namespace ExternalSources.Core.Tests.Support;

/// <summary>A second process at the same store: this program again, in another part.</summary>
internal sealed class OtherProcess : IDisposable
{
    public const string Argument = "--other-process";

    private const string Ready = "ready";

    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    /// <summary>Starts a process that holds the store's lock until it is killed; returns once it has it.</summary>
    public static Task<OtherProcess> HoldLockAsync(string folder) => StartAsync("hold", folder);

    /// <summary>Starts a process that waits for <see cref="Go"/> and then adds sources, one transaction each.</summary>
    public static Task<OtherProcess> AddSourcesAsync(string folder, string prefix, int count) =>
        StartAsync("add", folder, prefix, count.ToString(CultureInfo.InvariantCulture));

    public void Go() => _process.StandardInput.WriteLine();

    public void Kill() => _process.Kill();

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    /// <summary>The other side.</summary>
    public static int Play(string[] args)
    {
        var store = new SourceStore(args[2]);
        if (args[1] == "hold")
        {
            using var held = store.Lock(CancellationToken.None);
            Console.WriteLine(Ready);
            Console.ReadLine();
            return 0;
        }

        Console.WriteLine(Ready);
        Console.ReadLine();
        for (var i = 0; i < int.Parse(args[4], CultureInfo.InvariantCulture); i++)
        {
            using var transaction = store.Lock(CancellationToken.None);
            transaction.Save(transaction.Content.With(SampleSource.Named(args[3] + i.ToString(CultureInfo.InvariantCulture))));
        }

        return 0;
    }

    private static async Task<OtherProcess> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
        {
            start.ArgumentList.Add(typeof(OtherProcess).Assembly.Location);
        }

        start.ArgumentList.Add(Argument);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var other = new OtherProcess(Process.Start(start)!);
        Assert.Equal(Ready, await other._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        return other;
    }
}
