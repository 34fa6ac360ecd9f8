using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>Which organizations a filter by activity opens: none, unless a source that is read needs another organization.</summary>
public sealed class ActivityConnectionTests
{
    [Theory]
    [InlineData("Get-ExternalUser acme -InactiveFor 1", true)]
    [InlineData("Get-ExternalUser acme -InactiveFor 1", false)]
    [InlineData("Get-ExternalUser acme -NeverActive", true)]
    [InlineData("Get-ExternalUser acme -InactiveFor 1 -Effective", true)]
    [InlineData("[pscustomobject]@{ Source = 'acme' } | Get-ExternalUser -LastActiveAfter 2000-01-01", true)]
    public async Task An_organization_opens_no_other_organization(string script, bool isKeyMissing)
    {
        await using var world = await SimulatedShell.StartAsync();
        await using var second = await ConnectTwoAsync(world, isKeyMissing);

        var result = world.Ok(script);

        Assert.NotEmpty(result.Output);
        Assert.Empty(result.Warnings);
        Assert.Empty(second.Requests.Snapshot());
    }

    [Fact]
    public async Task Several_organizations_are_opened_once_each_and_no_more()
    {
        await using var world = await SimulatedShell.StartAsync();
        await using var second = await ConnectTwoAsync(world, isKeyMissing: true);
        world.Ok("$null = New-ExternalSource -Name third -Type Access -Url $sim -ApiKey $key");

        var users = world.Ok("Get-ExternalUser acme, third -InactiveFor 1").OutputOf<ExternalUser>();

        Assert.Equal(["acme", "third"], users.Select(user => user.Source).Distinct().Order());
        Assert.Empty(second.Requests.Snapshot());
    }

    [Theory]
    [InlineData("Get-ExternalUser acme-jira -InactiveFor 1")]
    [InlineData("Get-ExternalUser acme, acme-jira -InactiveFor 1")]
    public async Task The_key_of_an_organization_that_does_not_have_the_site_may_be_missing(string script)
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectJira();
        await using var second = await ConnectTwoAsync(world, isKeyMissing: true);

        Assert.Contains(world.Ok(script).OutputOf<ExternalUser>(), user => user.Source == "acme-jira");
        Assert.Empty(second.Requests.Snapshot());
    }

    [Fact]
    public async Task A_site_whose_own_key_is_missing_opens_no_organization()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectJira();
        await using var second = await ConnectTwoAsync(world, isKeyMissing: true);
        RemoveKey(world, "acme-jira");

        Assert.Equal("acme-jira", Assert.Single(world.Run("Get-ExternalUser acme-jira -InactiveFor 1").AllErrors).TargetObject);
    }

    /// <summary>Connects the organizations 'acme' and 'second'. The second one has its own simulator, so its requests are counted apart.</summary>
    private static async Task<AtlassianSimulator> ConnectTwoAsync(SimulatedShell world, bool isKeyMissing)
    {
        var second = await AtlassianSimulator.StartAsync(new SimulatorOptions { Users = 20 });
        second.State.OrganizationKeys.Clear();
        second.State.OrganizationKeys.Add(
            new OrganizationKey
            {
                Label = "canary",
                Secret = ModuleShell.Canary,
                ExpiresAt = DateTimeOffset.UtcNow.AddDays(200),
            }
        );
        world.ConnectAcme();
        world.Ok("$null = New-ExternalSource -Name second -Type Access -Url $second -ApiKey $key", ("second", second.Address));
        if (isKeyMissing)
        {
            RemoveKey(world, "second");
        }

        second.Requests.Clear();
        return second;
    }

    private static void RemoveKey(SimulatedShell world, string source) =>
        world.Ok("$source = Get-ExternalSource $name; Remove-Secret -Name $source.SecretName -Vault $source.Vault", ("name", source));
}
