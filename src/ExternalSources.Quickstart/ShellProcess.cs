using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace ExternalSources.Quickstart;

/// <summary>PowerShell in the user's console, with the built module and the address of the simulator.</summary>
internal sealed class ShellProcess(string manifest, Uri simulator)
{
    private static readonly string PowerShell = typeof(ShellProcess)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(value => value.Key == "PowerShell")
        .Value!;

    /// <summary>Runs a script.</summary>
    /// <returns>The script's exit code: 1 if an error ended the script.</returns>
    public Task<int> RunScriptAsync(string path) => RunAsync([], ["-Script", path]);

    /// <summary>Opens PowerShell with the simulator's sources connected, until the user leaves it.</summary>
    public Task<int> InteractAsync() => RunAsync(["-NoLogo", "-NoExit"], []);

    private async Task<int> RunAsync(string[] options, string[] arguments)
    {
        // The user's own list of sources and run logs stay out of this.
        var store = Directory.CreateTempSubdirectory("ExternalSources-quickstart-");
        Console.CancelKeyPress += LeaveToShell;
        try
        {
            string[] start = ["-File", Path.Combine(AppContext.BaseDirectory, "start.ps1"), "-Module", manifest, "-Simulator", simulator.AbsoluteUri];
            using var process = Process.Start(StartInfo([PowerShell, "-NoProfile", .. options, .. start, .. arguments], store.FullName))!;
            using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(process, signal));
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        finally
        {
            Console.CancelKeyPress -= LeaveToShell;
            store.Delete(recursive: true);
        }
    }

    private static ProcessStartInfo StartInfo(string[] arguments, string store)
    {
        var start = new ProcessStartInfo("dotnet", arguments);
        start.Environment["EXTERNALSOURCES_HOME"] = store;
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        if (Console.IsOutputRedirected)
        {
            start.Environment["NO_COLOR"] = "1";
        }

        if (CultureInfo.CurrentUICulture.Equals(CultureInfo.InvariantCulture))
        {
            // Without a language, PowerShell breaks lines in the middle of words. LC_ALL and LC_MESSAGES would override LANG, and name no language either.
            start.Environment["LANG"] = "en_US.UTF-8";
            start.Environment.Remove("LC_ALL");
            start.Environment.Remove("LC_MESSAGES");
        }

        return start;
    }

    // The terminal sends Ctrl+C to both processes. The shell stops the command that runs, and this process waits for the shell.
    private static void LeaveToShell(object? sender, ConsoleCancelEventArgs e) => e.Cancel = true;

    private static void End(Process process, PosixSignalContext signal)
    {
        signal.Cancel = true;
        process.Kill(entireProcessTree: true);
    }
}
