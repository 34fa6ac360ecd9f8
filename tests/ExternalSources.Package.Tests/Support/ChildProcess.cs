using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using ExternalSources.TestKit;

namespace ExternalSources.Package.Tests.Support;

/// <summary>A .NET program as a process of its own, in a home folder of its own.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly string[] Folders =
    [
        "HOME",
        "USERPROFILE",
        "LOCALAPPDATA",
        "XDG_DATA_HOME",
        "XDG_CACHE_HOME",
        "XDG_CONFIG_HOME",
        "TMPDIR",
        "TEMP",
        "TMP",
    ];

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public StreamWriter Input => _process.StandardInput;

    public StreamReader Output => _process.StandardOutput;

    /// <summary>Starts the program. What it would write to the user's folders goes to <paramref name="home"/>.</summary>
    public static ChildProcess Start(TemporaryFolder home, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home.Path,
        };
        foreach (var variable in Folders)
        {
            start.Environment[variable] = home.Path;
        }

        start.Environment["EXTERNALSOURCES_HOME"] = home.Combine("store");
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        foreach ((var name, var value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>Ends the process at once, as kill -9 does.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Closes the input and waits for the end. A process that hangs is ended, and its test fails.</summary>
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
