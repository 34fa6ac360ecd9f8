using System.Diagnostics;
using System.Globalization;
using ExternalSources.Simulator;
using ExternalSources.TestKit;

namespace ExternalSources.Benchmarks.Users;

/// <summary>
/// Reads a list in an installed PowerShell. PowerShell and its copy of Newtonsoft.Json are compiled ahead of time, but the engine package
/// is not. So the first list of a session takes longer in the engine package than in PowerShell.
/// </summary>
internal static class ShellReading
{
    /// <summary>Keys are passed in environment variables, because all users of a machine can see the arguments of a process.</summary>
    private const string Script = """
        $ErrorActionPreference = 'Stop'
        Import-Module $env:BENCHMARK_MODULE
        $key = [System.Net.NetworkCredential]::new('', $env:BENCHMARK_KEY).SecurePassword
        $token = [System.Net.NetworkCredential]::new('', $env:BENCHMARK_TOKEN).SecurePassword
        $date = [DateTimeOffset]::UtcNow.AddDays(200)
        $null = New-ExternalSource s000 -Type Access -Url $env:BENCHMARK_ADDRESS -ApiKey $key -ExpiresOn $date -SessionOnly
        $null = New-ExternalSource s001 -Type JiraCloud -Url $env:BENCHMARK_ADDRESS -UserEmail $env:BENCHMARK_EMAIL -ApiKey $token -ExpiresOn $date -SessionOnly
        Get-ExternalUser -First 1 | Out-Null
        $process = [System.Diagnostics.Process]::GetCurrentProcess()
        $list = [scriptblock]::Create($env:BENCHMARK_LIST + ' | Out-Null')
        foreach ($i in 1..$env:BENCHMARK_TIMES) {
            $process.Refresh()
            $before = $process.TotalProcessorTime
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            & $list
            $milliseconds = $watch.Elapsed.TotalMilliseconds
            $process.Refresh()
            $invariant = [cultureinfo]::InvariantCulture
            [string]::Format($invariant, '{0} {1} {2}', $milliseconds, ($process.TotalProcessorTime - $before).TotalMilliseconds, $process.PeakWorkingSet64)
        }
        """;

    private const double Megabyte = 1024 * 1024;

    public static async Task<Reading[]> RunAsync(string pwsh, UserList list, Uri address, int times)
    {
        using var home = new TemporaryFolder();
        var script = home.Write("read.ps1", Script);
        var start = new ProcessStartInfo(pwsh, ["-NoProfile", "-NonInteractive", "-File", script]);
        start.Environment["EXTERNALSOURCES_HOME"] = home.Path;
        start.Environment["BENCHMARK_MODULE"] = RepositoryPaths.ModuleManifest;
        start.Environment["BENCHMARK_KEY"] = SimulatorKeys.Organization;
        start.Environment["BENCHMARK_TOKEN"] = SimulatorKeys.Site;
        start.Environment["BENCHMARK_EMAIL"] = SimulatorKeys.AdministratorEmail;
        start.Environment["BENCHMARK_ADDRESS"] = address.ToString();
        start.Environment["BENCHMARK_LIST"] = list.Command;
        start.Environment["BENCHMARK_TIMES"] = times.ToString(CultureInfo.InvariantCulture);
        var lines = (await Child.TimeAsync(start)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return
        [
            .. lines
                .Select(line => line.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray())
                .Select(figures => new Reading(figures[0], figures[1], figures[2] / Megabyte, 0, 0)),
        ];
    }
}
