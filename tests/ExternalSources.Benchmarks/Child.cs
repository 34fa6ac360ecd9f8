using System.Diagnostics;
using System.Globalization;
using ExternalSources.TestKit;
using ExternalSources.TestKit.Shell;

namespace ExternalSources.Benchmarks;

/// <summary>A new process for events that happen once in a process: the start of the engine, the first import, and the first list.</summary>
internal static class Child
{
    public const string List = "list";
    public const string ImportPrefix = "import:";

    /// <summary>Runs a part, and prints its own measurement in milliseconds.</summary>
    public static int Play(string part)
    {
        using var shell = new TestShell();
        var manifest = part == List ? RepositoryPaths.ModuleManifest : part[ImportPrefix.Length..];
        shell.Run($"Import-Module '{manifest}'").ThrowOnError();
        // Before its prompt appears, a shell has run a command and printed output.
        shell.Run("[pscustomobject]@{ Ready = $true } | Out-Host").ThrowOnError();
        var watch = Stopwatch.StartNew();
        if (part == List)
        {
            shell.Run("Get-ExternalSource | Out-Host").ThrowOnError();
        }

        Console.WriteLine(watch.Elapsed.TotalMilliseconds.ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    /// <summary>Runs the part in a separate process.</summary>
    /// <returns>The milliseconds of the complete process, and those of the part.</returns>
    public static async Task<(double Process, double Part)> RunAsync(string part, string? home = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["--child", part]);
        if (home is not null)
        {
            start.Environment["EXTERNALSOURCES_HOME"] = home;
        }

        var (milliseconds, output) = await TimeAsync(start);
        return (milliseconds, double.Parse(output, CultureInfo.InvariantCulture));
    }

    /// <summary>Runs a process to its end.</summary>
    /// <returns>The milliseconds, and the output.</returns>
    public static async Task<(double Milliseconds, string Output)> TimeAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.UseShellExecute = false;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? (watch.Elapsed.TotalMilliseconds, output) : throw new InvalidOperationException($"'{start.FileName}' failed: {output}");
    }

    public static ShellResult ThrowOnError(this ShellResult result) =>
        result.State == ShellState.Completed && !result.AllErrors.Any() ? result : throw new InvalidOperationException(result.ToString());
}
