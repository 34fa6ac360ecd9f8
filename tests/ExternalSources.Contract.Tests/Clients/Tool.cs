using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Contract.Tests.Clients;

/// <summary>A program that may be on the machine or not.</summary>
internal static class Tool
{
    /// <summary>Runs it to its end; null where there is no such program.</summary>
    public static async Task<ToolOutcome?> RunAsync(
        string program,
        string folder,
        string[] arguments,
        TimeSpan deadline,
        params (string Name, string Value)[] environment
    )
    {
        // npm is a script there, and has to be named in full.
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

/// <summary>How a program ended, and what it wrote.</summary>
/// <param name="ExitCode">Null for one that did not end in time.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Errors">What it complained of.</param>
internal sealed record ToolOutcome(int? ExitCode, string Output, string Errors)
{
    public override string ToString() =>
        $"Exit code {ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none, it did not end"}\n{Output}\n{Errors}";
}
