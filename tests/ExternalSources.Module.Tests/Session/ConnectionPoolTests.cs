using System.Threading.Tasks;
using ExternalSources.Module.Tests.Support;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Module.Tests.Session;

public sealed class ConnectionPoolTests
{
    [Theory]
    [InlineData("Get-ExternalUser acme -InactiveFor 1 -WarningAction SilentlyContinue")]
    [InlineData("'acme', 'acme' | Get-ExternalDirectory")]
    [InlineData("$id | Disable-ExternalUser -Source acme -WhatIf")]
    [InlineData("$id | Sync-ExternalGroupMember nobody-yet -Source acme -WhatIf")]
    public async Task A_command_reads_the_key_of_a_source_once(string command)
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.Ok("Clear-StubVaultCall");
        world.Ok("$null = " + command, ("id", world.Simulator.State.People[0].AccountId));
        Assert.Single(world.Ok("Get-StubVaultCall Get-Secret").Output);
    }

    [Theory]
    [InlineData("Get-ExternalUser acme -InactiveFor 1")]
    [InlineData("'acme', 'acme' | Get-ExternalDirectory")]
    [InlineData("'1', '2' | Disable-ExternalUser -Source acme -Confirm:$false")]
    [InlineData("'1' | Sync-ExternalGroupMember nobody-yet -Source acme -Confirm:$false")]
    public async Task A_source_that_cannot_be_opened_is_one_error_and_gets_no_request(string command)
    {
        await using var world = await SimulatedShell.StartAsync();
        var acme = world.ConnectAcme();
        world.Ok("Remove-Secret -Name $name -Vault Secrets; Clear-StubVaultCall", ("name", acme.SecretName));
        world.Simulator.Requests.Clear();
        world.Fails("VaultSecretMissing", command);
        Assert.Equal(0, world.Simulator.Requests.Count);
        Assert.Single(world.Ok("Get-StubVaultCall Get-Secret").Output);
    }

    [Fact]
    public async Task A_key_is_read_before_the_progress_of_a_command()
    {
        await using var world = await SimulatedShell.StartAsync();
        var acme = world.ConnectAcme();
        world.Ok("Remove-Secret -Name $name -Vault Secrets", ("name", acme.SecretName));
        var result = world.Run("Get-ExternalDirectory acme");
        Assert.Equal(ShellState.Completed, result.State);
        Assert.DoesNotContain(result.Progress, record => record.RecordType == System.Management.Automation.ProgressRecordType.Processing);
    }
}
