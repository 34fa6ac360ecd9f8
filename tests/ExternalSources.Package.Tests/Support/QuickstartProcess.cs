using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using ExternalSources.TestKit;

namespace ExternalSources.Package.Tests.Support;

/// <summary>The quickstart host as a process of its own, in a home folder of its own.</summary>
internal sealed class QuickstartProcess : IDisposable
{
    private static readonly string[] Configuration = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^2..];

    private readonly Process _process;

    private QuickstartProcess(Process process) => _process = process;

    public StreamWriter Input => _process.StandardInput;

    public StreamReader Output => _process.StandardOutput;

    /// <summary>Starts it. What it would write to the user's folders goes to <paramref name="home"/>.</summary>
    public static QuickstartProcess Start(TemporaryFolder home, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine([RepositoryPaths.Root, "src", "ExternalSources.Quickstart", "bin", .. Configuration, "ExternalSources.Quickstart.dll"]), .. arguments]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home.Path,
        };
        foreach (var variable in new[] { "HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "TMPDIR", "TEMP", "TMP" })
        {
            start.Environment[variable] = home.Path;
        }

        start.Environment["EXTERNALSOURCES_HOME"] = home.Combine("store");
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        foreach ((var name, var value) in environment)
        {
            start.Environment[name] = value;
        }

        return new QuickstartProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end, with a script or whatever else the arguments say.</summary>
    public static async Task<ProcessOutcome> RunAsync(
        TemporaryFolder home,
        string[] arguments,
        string input = "",
        params (string Name, string Value)[] environment
    )
    {
        using var process = Start(home, arguments, environment);
        await process.Input.WriteAsync(input);
        return await process.EndAsync();
    }

    /// <summary>Ends it without a word, as kill -9 does.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Closes its input and waits for its end. A process that hangs is ended, and its test fails.</summary>
    public async Task<ProcessOutcome> EndAsync()
    {
        _process.StandardInput.Close();
        var output = _process.StandardOutput.ReadToEndAsync();
        var errors = _process.StandardError.ReadToEndAsync();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The process did not end. It wrote: {await output}{await errors}");
        }

        return new ProcessOutcome(_process.ExitCode, (await output).ReplaceLineEndings("\n"), (await errors).ReplaceLineEndings("\n"));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}

/// <summary>How a process ended, and all that it wrote.</summary>
internal sealed record ProcessOutcome(int ExitCode, string Output, string Errors)
{
    public override string ToString() => $"Exit code {ExitCode}\n{Output}\n{Errors}";
}
