using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Module.Tests.Secrets;

public sealed class VaultTests
{
    private const string New = "New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key";

    /// <summary>Makes every access to the vault release $entered and then wait for Ctrl+C.</summary>
    private const string Hang = """
        & (Get-Module Microsoft.PowerShell.SecretManagement) {
            param ($entered)
            $script:Entered = $entered
            function script:Wait-Vault { $null = $script:Entered.Release(); while ($true) { [System.Threading.Thread]::Sleep(5) } }
        } $entered
        """;

    [Fact]
    public async Task Without_a_registered_vault_the_error_says_how_to_register_one()
    {
        await using var world = await SimulatedShell.StartAsync(vault: false);
        var error = world.Fails("VaultNoVault", New);
        Assert.Contains("Register-SecretVault", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("-SessionOnly", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(0, world.Simulator.Requests.Count);
    }

    [Theory]
    [InlineData("Get-ExternalUser acme")]
    [InlineData("Disable-ExternalUser acme -User 557058:1 -Confirm:$false")]
    [InlineData("Set-ExternalSource acme -Vault Secrets -Url https://api.atlassian.com -SecretName no-such-secret")]
    public async Task A_missing_key_is_an_error_with_the_name_of_its_source(string command)
    {
        await using var world = await SimulatedShell.StartAsync();
        var acme = world.ConnectAcme();
        world.Ok("Remove-Secret -Name $name -Vault Secrets", ("name", acme.SecretName));
        Assert.StartsWith("acme: ", world.Fails("VaultSecretMissing", command).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_SecretManagement_the_error_says_how_to_install_it()
    {
        using var shell = new ModuleShell(secretManagement: false, vault: false);
        var error = shell.Fails("VaultModuleMissing", "New-ExternalSource -Name acme -Type Access -ApiKey $key -SkipTest");
        Assert.Contains("Install-Module Microsoft.PowerShell.SecretManagement", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("Register-SecretVault", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(
            shell.Ok("New-ExternalSource -Name acme -Type Access -ApiKey $key -SkipTest -SessionOnly; Remove-ExternalSource acme -Confirm:$false").AllErrors
        );
    }

    [Fact]
    public async Task Without_a_default_vault_the_error_lists_the_vaults()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Ok("Set-SecretVaultDefault -ClearDefault");
        Assert.Contains("Secrets", world.Fails("VaultNoDefaultVault", New).ToString(), StringComparison.Ordinal);
        Assert.Equal("Secrets", world.Ok(New + " -Vault SECRETS").OutputOf<ExternalSource>()[0].Vault);
    }

    [Fact]
    public async Task An_unregistered_vault_is_an_error_that_names_it()
    {
        await using var world = await SimulatedShell.StartAsync();
        Assert.Contains("'Nowhere'", world.Fails("VaultVaultNotFound", New + " -Vault Nowhere").ToString(), StringComparison.Ordinal);
        Assert.Equal(0, world.Simulator.Requests.Count);
    }

    [Fact]
    public async Task A_locked_vault_is_an_error_before_the_first_request()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Ok("Set-StubVault -Name Secrets -Locked");
        var error = world.Fails("VaultLocked", New);
        Assert.Contains("Unlock-SecretStore", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(0, world.Simulator.Requests.Count);
    }

    [Fact]
    public async Task A_vault_that_prompts_in_an_unattended_session_is_locked()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.Ok("Set-StubVault -Name Secrets -Locked -PromptWhenLocked -Password pw");
        world.Fails("VaultLocked", New + " -Force");
        var result = world.Ok("Test-ExternalSource acme").OutputOf<SourceTestResult>()[0];
        Assert.Equal("Key", result.Checks.Single(check => check.Outcome == CheckOutcome.Failed).Name);
        Assert.Contains("locked", result.Reason, StringComparison.Ordinal);
        Assert.All(result.Checks.Skip(1), check => Assert.Equal(CheckOutcome.Skipped, check.Outcome));
        world.Fails("VaultLocked", "Set-ExternalSource acme -ExpiresOn ([DateTimeOffset]::UtcNow.AddDays(40))");
        world.Fails("VaultLocked", "Remove-ExternalSource acme -Confirm:$false");
        Assert.Equal(SourceStatus.Error, world.Ok("Get-ExternalSource acme -Refresh").OutputOf<ExternalSource>()[0].Status);
    }

    [Fact]
    public async Task A_vault_that_prompts_asks_the_user()
    {
        await using var world = await SimulatedShell.StartAsync(interactive: true);
        world.Ok("Set-StubVault -Name Secrets -Locked -PromptWhenLocked -Password pw");
        world.Shell.Shell.Host.Answers.Secure("pw");
        var result = world.Ok(New);
        Assert.True(Assert.Single(result.Prompts).Masked);
        Assert.Equal(SourceStatus.Connected, result.OutputOf<ExternalSource>()[0].Status);
    }

    [Fact]
    public async Task A_vault_that_hangs_in_an_unattended_session_times_out()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.Shell.Session.IsAttended = false;
        world.Shell.Session.UnattendedVaultLimit = TimeSpan.FromMilliseconds(200);
        world.Ok("Set-StubVault -Name Secrets -HangUntilStopped");
        world.Fails("VaultNotResponding", New + " -Force");
        Assert.Contains("did not respond", world.Ok("Test-ExternalSource acme").OutputOf<SourceTestResult>()[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CtrlC_ends_the_wait_for_a_vault()
    {
        await using var world = await SimulatedShell.StartAsync(interactive: true);
        world.ConnectAcme();
        using var entered = new SemaphoreSlim(0);
        world.Ok(Hang, ("entered", entered));
        using var stop = new CancellationTokenSource();
        var running = world.Shell.RunAsync("Test-ExternalSource", stop.Token);
        await entered.WaitAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        Assert.Equal(ShellState.Stopped, (await running).State);
    }

    // Real vaults share state between runspaces, and fail when two runspaces call them at once.
    [Fact]
    public async Task The_sessions_of_a_process_call_vaults_one_after_the_other()
    {
        await using var one = await SimulatedShell.StartAsync(interactive: true);
        await using var two = await SimulatedShell.StartAsync(interactive: true);
        foreach (var world in new[] { one, two })
        {
            world.ConnectAcme();
            world.Ok("Set-StubVault -Name Secrets -DelayMilliseconds 300");
        }

        var clock = Stopwatch.StartNew();
        var results = await Task.WhenAll(new[] { one, two }.Select(world => world.Shell.RunAsync("Test-ExternalSource acme -Quiet", CancellationToken.None)));
        Assert.All(results, result => Assert.Equal([true], result.OutputOf<bool>()));
        Assert.InRange(clock.ElapsedMilliseconds, 590, long.MaxValue);
    }

    [Fact]
    public async Task CtrlC_ends_the_wait_for_another_sessions_vault()
    {
        await using var one = await SimulatedShell.StartAsync(interactive: true);
        await using var two = await SimulatedShell.StartAsync(interactive: true);
        using var entered = new SemaphoreSlim(0);
        foreach (var world in new[] { one, two })
        {
            world.ConnectAcme();
            world.Ok(Hang, ("entered", entered));
        }

        using var stop = new CancellationTokenSource();
        using var stopOther = new CancellationTokenSource();
        using var begun = new SemaphoreSlim(0);
        var first = one.Shell.RunAsync("Test-ExternalSource acme", stop.Token);
        await entered.WaitAsync(TestContext.Current.CancellationToken);
        var second = two.Shell.RunAsync("$null = $begun.Release(); Test-ExternalSource acme", stopOther.Token, ("begun", begun));
        await begun.WaitAsync(TestContext.Current.CancellationToken);
        await stopOther.CancelAsync();
        Assert.Equal(ShellState.Stopped, (await second).State);
        Assert.Equal(0, entered.CurrentCount);
        await stop.CancelAsync();
        Assert.Equal(ShellState.Stopped, (await first).State);
    }

    [Fact]
    public async Task A_failing_write_saves_nothing()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Ok("Set-StubVault -Name Secrets -FailWrite");
        world.Fails("VaultWriteFailed", New);
        Assert.Empty(world.Ok("Get-ExternalSource").Output);
        world.Ok("Set-StubVault -Name Secrets -FailWrite:$false");
        world.Ok(New);
        Assert.Equal(1, world.SecretCount());
    }

    [Fact]
    public async Task A_write_that_fails_after_it_succeeded_leaves_no_key()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Ok("Set-StubVault -Name Secrets -FailAfterWrite");
        world.Fails("VaultWriteFailed", New);
        Assert.Equal(0, world.SecretCount());
        Assert.Empty(world.Ok("Get-ExternalSource").Output);
    }

    [Fact]
    public async Task A_vault_without_metadata_stores_the_key()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Ok("Set-StubVault -Name Secrets -NoMetadata");
        Assert.Equal(SourceStatus.Connected, world.ConnectAcme().Status);
        Assert.Equal(1, world.SecretCount());
        world.Ok("Set-ExternalSource acme -NewName acme2");
    }

    [Fact]
    public async Task A_missing_secret_is_named_in_the_error()
    {
        await using var world = await SimulatedShell.StartAsync();
        var source = world.ConnectAcme();
        world.Ok("Remove-Secret -Name $name -Vault Secrets", ("name", source.SecretName));
        var result = world.Ok("Test-ExternalSource acme").OutputOf<SourceTestResult>()[0];
        Assert.Contains(source.SecretName!, result.Reason, StringComparison.Ordinal);
        Assert.Contains("-ApiKey", result.Recommendation, StringComparison.Ordinal);
        world.Ok("Set-ExternalSource acme -ApiKey $key");
        Assert.True(world.Ok("Test-ExternalSource acme -Quiet").OutputOf<bool>()[0]);
    }

    [Theory]
    [InlineData("Hashtable")]
    [InlineData("ByteArray")]
    public async Task A_secret_of_the_wrong_type_is_an_error(string type)
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.Ok("Set-StubVault -Name Secrets -ReturnType " + type);
        var result = world.Ok("Test-ExternalSource acme").OutputOf<SourceTestResult>()[0];
        Assert.Contains("is of type", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Set-Secret -Name mine -Secret $text -Vault Secrets")]
    [InlineData("Set-Secret -Name mine -Secret ([System.Management.Automation.PSCredential]::new('me', $key)) -Vault Secrets")]
    public async Task Text_and_the_password_of_a_credential_are_valid_keys(string save)
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Ok(save, ("text", ModuleShell.Canary));
        world.Ok("New-ExternalSource -Name acme -Type Access -Url $sim -SecretName mine");
        Assert.True(world.Ok("Test-ExternalSource acme -Quiet").OutputOf<bool>()[0]);
    }

    [Fact]
    public async Task ConfirmPreference_prompts_only_once()
    {
        await using var world = await SimulatedShell.StartAsync(interactive: true);
        world.Shell.Shell.Host.Answers.Choice("Yes");
        Assert.Single(world.Ok("$ConfirmPreference = 'Low'; " + New).Prompts);
        Assert.Equal(1, world.SecretCount());
    }

    [Fact]
    public async Task Internal_errors_of_the_vault_are_removed_from_Error()
    {
        await using var world = await SimulatedShell.StartAsync();
        Assert.Equal(0, world.Ok("$Error.Clear(); $null = " + New + "; Remove-ExternalSource acme -Confirm:$false; $Error.Count").Output[^1]!.BaseObject);
    }
}
