using System.Diagnostics;
using System.Globalization;
using ExternalSources.TestKit;
using ExternalSources.TestKit.Shell;

namespace ExternalSources.Benchmarks;

/// <summary>A fresh process for what only happens once in one: the start of the engine, the first import, the first listing.</summary>
internal static class Child
{
    public const string List = "list";
    public const string ImportPrefix = "import:";

    /// <summary>Plays a part, and prints the milliseconds that the part itself counts.</summary>
    public static int Play(string part)
    {
        using var shell = new TestShell();
        var manifest = part == List ? RepositoryPaths.ModuleManifest : part[ImportPrefix.Length..];
        shell.Run($"Import-Module '{manifest}'").ThrowOnError();
        // A shell has run and printed something before its prompt appears.
        shell.Run("[pscustomobject]@{ Ready = $true } | Out-Host").ThrowOnError();
        var watch = Stopwatch.StartNew();
        if (part == List)
        {
            shell.Run("Get-ExternalSource | Out-Host").ThrowOnError();
        }

        Console.WriteLine(watch.Elapsed.TotalMilliseconds.ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    /// <summary>Starts the part in a process of its own.</summary>
    /// <returns>The whole process's milliseconds, and those that the part counted.</returns>
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
    /// <returns>Its milliseconds, and what it wrote.</returns>
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
