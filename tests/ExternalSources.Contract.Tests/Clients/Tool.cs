using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Contract.Tests.Clients;

/// <summary>A program that can be missing on the machine.</summary>
internal static class Tool
{
    /// <summary>Runs the program to its end. Returns null when it is not installed.</summary>
    public static async Task<ToolOutcome?> RunAsync(
        string program,
        string folder,
        string[] arguments,
        TimeSpan deadline,
        params (string Name, string Value)[] environment
    )
    {
        // On Windows, npm is a script, which needs its full name.
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() && program == "npm" ? "npm.cmd" : program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((var name, var value) in environment)
        {
            start.Environment[name] = value;
        }

        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (process)
        {
            process!.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            try
            {
                await process.WaitForExitAsync(CancellationToken.None).WaitAsync(deadline);
            }
            catch (TimeoutException)
            {
                process.Kill(entireProcessTree: true);
                return new ToolOutcome(null, await output, await errors);
            }

            return new ToolOutcome(process.ExitCode, await output, await errors);
        }
    }
}

/// <summary>The exit code and output of a program.</summary>
/// <param name="ExitCode">The exit code; null when the program did not end in time.</param>
/// <param name="Output">The standard output.</param>
/// <param name="Errors">The standard error.</param>
internal sealed record ToolOutcome(int? ExitCode, string Output, string Errors)
{
    public override string ToString() =>
        $"Exit code {ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none, it did not end"}\n{Output}\n{Errors}";
}
