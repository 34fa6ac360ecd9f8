using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Package.Tests.Support;
using ExternalSources.Simulator;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Package.Tests.Processes;

public sealed class SideBySideTests
{
    private const string Connect = """
        Import-Module $env:STUB
        Register-SecretVault -Name Secrets -ModuleName Stub -DefaultVault
        $key = [System.Net.NetworkCredential]::new('', 'simulator-organization-key').SecurePassword
        $ErrorActionPreference = 'Stop'
        'ready'
        $null = [Console]::In.ReadLine()
        foreach ($number in 1..10) { New-ExternalSource -Name "$env:MINE-$number" -Type Access -Url $env:SIMULATOR -ApiKey $key | Out-Null }
        'vault holds {0}' -f @(Get-StubVaultContent Secrets).Count
        """;

    [Fact]
    public async Task Two_processes_that_connect_sources_at_once_lose_none()
    {
        using var home = new TemporaryFolder();
        await using var simulator = await AtlassianSimulator.StartAsync(new SimulatorOptions { Users = 2 });
        using ChildProcess left = Start(home, simulator, "left"),
            right = Start(home, simulator, "right");

        // Both wait at the same line before either goes on.
        foreach (var process in new[] { left, right })
        {
            Assert.Equal("ready", await process.Output.ReadLineAsync());
        }

        foreach (var process in new[] { left, right })
        {
            await process.Input.WriteLineAsync("go");
        }

        var outcomes = await Task.WhenAll(left.EndAsync(), right.EndAsync());

        Assert.All(outcomes, outcome =>
            Assert.True(outcome.ExitCode == 0 && outcome.Output.Contains("vault holds 10", StringComparison.Ordinal), outcome.ToString())
        );
        var list = await ShellProcess.RunAsync(home, "(Get-ExternalSource).Name");
        string[] expected = [.. Enumerable.Range(1, 10).SelectMany(number => new[] { $"left-{number}", $"right-{number}" }).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    private static ChildProcess Start(TemporaryFolder home, AtlassianSimulator simulator, string name) =>
        ShellProcess.Start(home, Connect, ("STUB", RepositoryPaths.SecretManagementStub), ("MINE", name), ("SIMULATOR", simulator.Address.AbsoluteUri));
}
