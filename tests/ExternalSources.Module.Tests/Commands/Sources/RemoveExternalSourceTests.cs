using System;
using System.Threading.Tasks;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Sources;

public sealed class RemoveExternalSourceTests
{
    [Fact]
    public async Task Remove_confirms_each_source_and_removes_its_key()
    {
        await using var world = await SimulatedShell.StartAsync(interactive: true);
        world.ConnectAcme();
        world.ConnectJira();
        world.Shell.Shell.Host.Answers.Choice("No").Choice("Yes");
        var result = world.Ok("Remove-ExternalSource *");
        Assert.Equal(2, result.Prompts.Count);
        Assert.Equal("acme", Assert.Single(world.Ok("Get-ExternalSource").OutputOf<ExternalSource>()).Name);
        Assert.Equal(1, world.SecretCount());
    }

    [Fact]
    public async Task Names_wildcards_and_source_objects_are_accepted()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.ConnectJira();
        world.Ok("Get-ExternalSource acme | Remove-ExternalSource -Confirm:$false");
        world.Ok("Remove-ExternalSource acme-* -Confirm:$false");
        world.Ok("Remove-ExternalSource nothing* -Confirm:$false");
        Assert.Empty(world.Ok("Get-ExternalSource").Output);
        Assert.Equal(0, world.SecretCount());
        world.Fails("SourceNotFound", "Remove-ExternalSource acme -Confirm:$false");
    }

    [Fact]
    public async Task KeepSecret_leaves_the_key()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.Ok("Remove-ExternalSource acme -KeepSecret -Confirm:$false");
        Assert.Equal(1, world.SecretCount());
        Assert.Empty(world.Ok("Get-ExternalSource").Output);
    }

    [Fact]
    public async Task A_key_that_does_not_exist_is_no_error()
    {
        await using var world = await SimulatedShell.StartAsync();
        var source = world.ConnectAcme();
        world.Ok("Remove-Secret -Name $name -Vault Secrets", ("name", source.SecretName));
        world.Ok("Remove-ExternalSource acme -Confirm:$false");
        Assert.Empty(world.Ok("Get-ExternalSource").Output);
    }

    [Fact]
    public async Task A_key_that_cannot_be_removed_keeps_its_source()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.Ok("Set-StubVault -Name Secrets -FailRemove");
        world.Fails("VaultWriteFailed", "Remove-ExternalSource acme -Confirm:$false");
        Assert.Single(world.Ok("Get-ExternalSource").Output);
        world.Ok("Remove-ExternalSource acme -KeepSecret -Confirm:$false");
        Assert.Empty(world.Ok("Get-ExternalSource").Output);
    }

    [Fact]
    public async Task WhatIf_removes_nothing()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        Assert.Contains("What if:", world.Ok("Remove-ExternalSource * -WhatIf").HostText, StringComparison.Ordinal);
        Assert.Single(world.Ok("Get-ExternalSource").Output);
        Assert.Equal(1, world.SecretCount());
    }
}
