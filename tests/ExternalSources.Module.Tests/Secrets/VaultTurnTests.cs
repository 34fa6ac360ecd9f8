using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Secrets;

/// <summary>SecretStore loses a write if another process writes within five seconds, so the second process waits.</summary>
public sealed class VaultTurnTests
{
    private const string New = "New-ExternalSource -Type Access -Url $sim -ApiKey $key -Name ";

    [Theory]
    [InlineData("Microsoft.PowerShell.SecretStore", true)]
    [InlineData("Another.Vault", false)]
    public async Task A_process_waits_until_the_write_of_another_process_is_complete(string vaultModule, bool waits)
    {
        await using var world = await SimulatedShell.StartAsync(vault: false, files: new OfSession("one"));
        using var other = new ModuleShell(storeFolder: world.Shell.StoreFolder, vault: false, files: new OfSession("two"));
        var pauses = new List<TimeSpan>();
        other.Session.Pause = (span, _) =>
        {
            pauses.Add(span);
            other.Clock.Advance(span);
        };
        foreach (var shell in new[] { world.Shell, other })
        {
            shell.Ok("Register-SecretVault -Name Store -DefaultVault -ModuleName " + vaultModule);
        }

        world.Ok(New + "a");
        world.Ok(New + "b");
        var result = other.Ok(New + "c", ("sim", world.Simulator.Address));
        Assert.Single(result.Output);
        if (!waits)
        {
            Assert.Empty(pauses);
            return;
        }

        Assert.InRange(Assert.Single(pauses), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6));
        other.Ok(New + "d", ("sim", world.Simulator.Address));
        Assert.Single(pauses);
    }

    private sealed class OfSession(string name) : StoreFiles
    {
        public override string Session => name;
    }
}
