using System;
using System.Threading.Tasks;
using ExternalSources.Simulator;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Shell.Tests;

/// <summary>The prompts of the cmdlets, in a terminal.</summary>
public sealed class PromptTests : IAsyncLifetime
{
    private readonly TemporaryFolder _home = new();
    private AtlassianSimulator _simulator = null!;

    public async ValueTask InitializeAsync() =>
        _simulator = await AtlassianSimulator.StartAsync(new SimulatorOptions { Users = 20 }, TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_missing_key_is_asked_for_and_never_shown()
    {
        using var terminal = Start("$source = New-ExternalSource -Name acme -Type Access -Url $sim -SessionOnly; \"status: $($source.Status)\"");
        await terminal.ShowsAsync("ApiKey:");
        await terminal.ReadsKeysAfterAsync("ApiKey:");
        await terminal.TypeAsync(SimulatorKeys.Organization + "\n");
        Assert.Equal(0, await terminal.EndAsync());
        Assert.Contains("status: Connected", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain(SimulatorKeys.Organization, terminal.Screen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("n\n", "left: 1")]
    [InlineData("y\n", "left: 0")]
    public async Task A_removal_asks_first_and_does_what_the_answer_says(string answer, string expected)
    {
        using var terminal = Start(Connect + "Remove-ExternalSource acme; \"left: $(@(Get-ExternalSource).Count)\"");
        await terminal.ShowsAsync("(default is \"Y\"):");
        await terminal.TypeAsync(answer);
        Assert.Equal(0, await terminal.EndAsync());
        Assert.Contains(expected, terminal.Screen, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _home.Dispose();
    }

    private static string Connect =>
        $"$key = [System.Net.NetworkCredential]::new('', '{SimulatorKeys.Organization}').SecurePassword\n"
        + "New-ExternalSource -Name acme -Type Access -ApiKey $key -Url $sim -SessionOnly -WarningAction Ignore | Out-Null\n";

    private Terminal Start(string script)
    {
        Assert.SkipUnless(Terminal.IsAvailable, "The program 'script', which provides a terminal, is not on this machine.");
        return Terminal.Start(_home, $"Import-Module '{RepositoryPaths.ModuleManifest}'\n$sim = '{_simulator.Address}'\n{script}");
    }
}
