using System;
using System.Threading.Tasks;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Exemptions;

/// <summary>Removing exemptions.</summary>
public sealed class RemoveExternalExemptionTests
{
    [Fact]
    public async Task An_invalid_id_is_an_error()
    {
        await using var world = await SimulatedShell.StartAsync();
        var error = Assert.Single(world.Run("Remove-ExternalExemption nope -Confirm:$false").AllErrors);
        Assert.Contains("'nope' is not the id of an exemption.", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(
            world.Ok("$all = Add-ExternalExemption -Group g -Reason r -PassThru; Remove-ExternalExemption $all -Confirm:$false; Get-ExternalExemption").Output
        );
    }
}
