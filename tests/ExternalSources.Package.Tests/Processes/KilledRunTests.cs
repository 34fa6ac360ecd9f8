using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Package.Tests.Support;
using ExternalSources.Simulator;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Package.Tests.Processes;

/// <summary>
/// Bulk actions whose process is killed three times each, at any of its requests. In the end, the logs agree with the service.
/// </summary>
public sealed class KilledRunTests : IAsyncLifetime
{
    private const int Kills = 3;
    private const string Connect = """
        $ErrorActionPreference = 'Stop'
        $key = [System.Net.NetworkCredential]::new('', 'simulator-organization-key').SecurePassword
        $token = [System.Net.NetworkCredential]::new('', 'simulator-site-token').SecurePassword
        New-ExternalSource -Name acme -Type Access -Url $env:SIMULATOR -ApiKey $key -SessionOnly -WarningAction Ignore | Out-Null
        New-ExternalSource -Name site -Type JiraCloud -Url $env:SIMULATOR -UserEmail admin@acme.example -ApiKey $token `
            -SessionOnly -WarningAction Ignore | Out-Null
        $ErrorActionPreference = 'Continue'

        """;

    private readonly TemporaryFolder _home = new();
    private AtlassianSimulator _simulator = null!;

    public async ValueTask InitializeAsync() => _simulator = await AtlassianSimulator.StartAsync(new SimulatorOptions { Users = 300 });

    [Theory]
    [InlineData("acme", 1)]
    [InlineData("acme", 2)]
    [InlineData("site", 4)]
    [InlineData("site", 5)]
    public async Task A_run_that_is_killed_again_and_again_comes_to_its_end(string source, int seed)
    {
        var random = new Random(seed);
        // With a limit everybody is there before the first change, so that the log has fifty people at least when the first kill comes.
        await DieAsync(
            random,
            10,
            source,
            "Get-ExternalUser -Source acme -Status Active -First 200 | ForEach-Object AccountId | "
                + $"Add-ExternalGroupMember -Source {source} -Group nobody-yet -Force -MaxTargets 1000 -ThrottleLimit 4 | Out-Null"
        );
        var log = Assert.Single(Directory.EnumerateFiles(_home.Combine("store", "runs"), "*.jsonl"));
        var confirmed = await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken);
        for (var kill = 1; kill < Kills; kill++)
        {
            await DieAsync(random, 6, source, "Get-ExternalRun -Last 1 | Resume-ExternalRun -Force -ThrottleLimit 2 | Out-Null");
            var now = await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken);
            Assert.StartsWith(confirmed, now, StringComparison.Ordinal);
            confirmed = now;
        }

        var outcome = await ShellProcess.RunAsync(
            _home,
            Connect
                + "Get-ExternalRun -Last 1 | Resume-ExternalRun -Force | Out-Null; "
                + "Get-ExternalRun | ForEach-Object { '{0} {1} open' -f $_.Status, $_.Pending }",
            Address
        );
        Assert.True(outcome.ExitCode == 0 && outcome.Output == "Completed 0 open\n", outcome.ToString());
        AssertAgreement(await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _home.Dispose();
    }

    private (string Name, string Value) Address => ("SIMULATOR", _simulator.Address.AbsoluteUri);

    /// <summary>Runs a command in a process that is killed while one of its changes is under way, and others beside it.</summary>
    private async Task DieAsync(Random random, int most, string source, string command)
    {
        ChildProcess? process = null;
        var fault = _simulator
            .Faults.On("POST", source == "acme" ? "/admin/**/memberships" : "/rest/api/3/group/user")
            .Nth(random.Next(1, most))
            .Do(() => process!.Kill());
        using var started = process = ShellProcess.Start(_home, Connect + command, Address);
        var outcome = await started.EndAsync();
        _simulator.Faults.Remove(fault);
        Assert.True(outcome.ExitCode != 0 && fault.Applied == 1, outcome.ToString());
    }

    private void AssertAgreement(string[] lines)
    {
        var people = new Dictionary<int, string>();
        var outcomes = new Dictionary<int, string>();
        foreach (var line in lines.Select(Parse).OfType<JsonElement>())
        {
            var number = line.TryGetProperty("n", out var n) ? n.GetInt32() : 0;
            switch (line.GetProperty("type").GetString())
            {
                case "target":
                    people.Add(number, line.GetProperty("accountId").GetString()!);
                    break;
                case "intent":
                    // What was confirmed is not done again.
                    Assert.False(outcomes.ContainsKey(number), $"{number} was sent again after its outcome.");
                    break;
                case "outcome":
                    outcomes.Add(number, line.GetProperty("outcome").GetString()!);
                    break;
                default:
                    break;
            }
        }

        Assert.Equal(people.Keys.Order(), outcomes.Keys.Order());
        Assert.DoesNotContain("Failed", outcomes.Values);
        string[] added = [.. outcomes.Where(outcome => outcome.Value == "Succeeded").Select(outcome => people[outcome.Key]).Order(StringComparer.Ordinal)];
        var group = _simulator.State.Groups.FindByName("nobody-yet")!;
        Assert.Equal(added, _simulator.State.Groups.Members(group.Index, 0, default).Select(person => person.AccountId).Order(StringComparer.Ordinal));
        Assert.Equal(added, _simulator.State.Writes.Snapshot().Select(write => write.AccountId).Order(StringComparer.Ordinal));
        Assert.True(added.Length > 30, $"Only {added.Length} were added.");
    }

    // The process may have died in the middle of a line.
    private static JsonElement? Parse(string line)
    {
        try
        {
            return JsonDocument.Parse(line).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
