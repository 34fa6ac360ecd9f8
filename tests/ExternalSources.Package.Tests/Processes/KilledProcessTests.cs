using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Package.Tests.Support;
using ExternalSources.Simulator;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Package.Tests.Processes;

/// <summary>A process that is killed between two steps. The same command, run again, repairs what it left.</summary>
public sealed class KilledProcessTests : IAsyncLifetime
{
    private const string Vault = "Import-Module ([System.IO.Path]::Combine($env:FILEVAULT_MODULE, 'Microsoft.PowerShell.SecretManagement.psm1'));";
    private const string Key = "$key = [System.Net.NetworkCredential]::new('', 'simulator-organization-key').SecurePassword; $ErrorActionPreference = 'Stop';";
    private const string New = "New-ExternalSource -Name acme -Type Access -Url $env:SIMULATOR -ApiKey $key -WarningAction Ignore | Out-Null";
    private const string Renew = "Set-ExternalSource -Name acme -ApiKey $key -WarningAction Ignore";
    private const string Remove = "Remove-ExternalSource -Name acme -Confirm:$false";
    private const string List = "foreach ($source in Get-ExternalSource -Refresh) { 'source {0} {1} {2}' -f $source.Name, $source.Status, $source.SecretName }";

    private readonly TemporaryFolder _home = new();
    private AtlassianSimulator _simulator = null!;

    private string Secrets => _home.Combine("secrets");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Secrets);
        _simulator = await AtlassianSimulator.StartAsync(new SimulatorOptions { Users = 2 });
    }

    [Theory]
    [InlineData("Set-Secret before")]
    [InlineData("Set-Secret after")]
    public async Task Killed_while_connecting(string moment)
    {
        await DieAsync(string.Empty, New, moment);
        AssertOneSourceAndItsSecret(await RepairAsync(New));
    }

    [Theory]
    [InlineData("Set-Secret after")]
    [InlineData("Remove-Secret after")]
    public async Task Killed_while_renewing_a_key(string moment)
    {
        await DieAsync(New, Renew, moment);
        AssertOneSourceAndItsSecret(await RepairAsync(Renew));
    }

    [Theory]
    [InlineData("Remove-Secret before")]
    [InlineData("Remove-Secret after")]
    public async Task Killed_while_removing(string moment)
    {
        await DieAsync(New, Remove, moment);
        Assert.Empty(await RepairAsync(Remove));
        Assert.Empty(Directory.EnumerateFiles(Secrets));
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _home.Dispose();
    }

    private async Task DieAsync(string before, string command, string moment)
    {
        var outcome = await RunAsync($"{before}; $env:DIE = '{moment}'; 'It begins.'; {command}; 'It lived.'");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Equal("It begins.\n", outcome.Output);
    }

    /// <summary>Runs a command to its end, and then lists the sources.</summary>
    private async Task<string[]> RepairAsync(string command)
    {
        var outcome = await RunAsync($"{command}; {List}");
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return [.. outcome.Output.Split('\n').Where(line => line.StartsWith("source ", StringComparison.Ordinal))];
    }

    private void AssertOneSourceAndItsSecret(string[] sources)
    {
        var secret = Path.GetFileName(Assert.Single(Directory.EnumerateFiles(Secrets)));
        Assert.Equal($"source acme Connected {secret}", Assert.Single(sources));
        Assert.DoesNotContain("orphan", File.ReadAllText(_home.Combine("store", "sources.json")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["sources.json", "sources.lock"], Directory.EnumerateFiles(_home.Combine("store")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private Task<ProcessOutcome> RunAsync(string command) =>
        ShellProcess.RunAsync(
            _home,
            Vault + Key + command,
            ("FILEVAULT", Secrets),
            ("FILEVAULT_MODULE", Path.Combine(AppContext.BaseDirectory, "Processes", "FileVault")),
            ("SIMULATOR", _simulator.Address.AbsoluteUri)
        );
}
