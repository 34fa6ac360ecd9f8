using System;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using ExternalSources.TestKit;

namespace ExternalSources.Shell.Tests;

/// <summary>PowerShell as a process of its own that nobody watches.</summary>
internal static class Shell
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Where the build found a tool, or its version.</summary>
    public static string Metadata(string key) =>
        typeof(Shell).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(value => value.Key == key).Value!;

    /// <summary>Sets the environment variables that a shell of the tests needs.</summary>
    public static void Prepare(ProcessStartInfo start)
    {
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        start.Environment["NO_COLOR"] = "1";
        // These shells end before it pays to profile their code.
        start.Environment["DOTNET_TieredPGO"] = "0";
        // A build that this shell starts leaves no process behind.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        // Without a language, PowerShell breaks lines in the middle of words.
        start.Environment["LANG"] = "en_US.UTF-8";
        start.Environment.Remove("LC_ALL");
        start.Environment.Remove("LC_MESSAGES");
    }

    /// <summary>Runs a script to its end. A shell that hangs is ended, and its test fails.</summary>
    public static async Task<ShellOutcome> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Metadata("PowerShell"), "-NoProfile", "-NonInteractive", "-File", script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryPaths.Root,
        };
        Prepare(start);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{script}' did not end. It wrote: {await output}{await errors}");
        }

        return new ShellOutcome(process.ExitCode, (await output).ReplaceLineEndings("\n"), (await errors).ReplaceLineEndings("\n"));
    }
}
