using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Module.Tests.Support;
using Xunit;
using static ExternalSources.Module.Tests.Commands.Users.PagedUsers;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>Keys that the service repeats in an error.</summary>
public sealed class KeySecrecyTests
{
    [Fact]
    public async Task A_key_that_the_service_repeats_appears_in_no_stream()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On("/admin/**/users/search").After(2).Respond(400).EchoAuthorization();
        world.Simulator.Faults.On(SiteSearch).After(2).Respond(400).EchoAuthorization();
        var result = world.Run(
            "$VerbosePreference = 'Continue'; $DebugPreference = 'Continue'; Get-ExternalUser; Get-ExternalGroup | "
                + "Out-Host; Get-ExternalGroupMember acme, acme-jira contractors | Out-Host; $Error | Out-Host"
        );
        var basic = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("admin@acme.example:" + ModuleShell.Canary));
        Assert.DoesNotContain(ModuleShell.Canary, result.Everything(), StringComparison.Ordinal);
        Assert.DoesNotContain(basic, result.Everything(), StringComparison.Ordinal);
        Assert.True(result.AllErrors.Count(error => error.FullyQualifiedErrorId.StartsWith("IncompleteList,", StringComparison.Ordinal)) >= 2);
    }
}
