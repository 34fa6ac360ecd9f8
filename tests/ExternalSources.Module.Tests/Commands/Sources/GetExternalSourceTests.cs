using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Sources;

public sealed class GetExternalSourceTests
{
    [Fact]
    public async Task Names_wildcards_types_and_statuses_select()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.ConnectJira();
        world.Ok("New-ExternalSource -Name other -Type Access -Url $sim -ApiKey $key -SkipTest");

        Assert.Equal(["acme", "acme-jira", "other"], Names("Get-ExternalSource"));
        Assert.Equal(["acme", "acme-jira"], Names("Get-ExternalSource ACME*"));
        Assert.Equal(["acme", "other"], Names("Get-ExternalSource -Type Access"));
        Assert.Equal(["other"], Names("Get-ExternalSource -Status Unknown"));
        Assert.Equal(["acme", "acme-jira"], Names("Get-ExternalSource -Status Connected, Error"));
        Assert.Equal(["other", "acme"], Names("'other', 'acme', 'OTHER' | Get-ExternalSource"));
        Assert.Equal(["acme"], Names("Get-ExternalSource acme | Get-ExternalSource"));
        Assert.Empty(Names("Get-ExternalSource nothing*"));

        string[] Names(string script) => [.. world.Ok(script).OutputOf<ExternalSource>().Select(source => source.Name)];
    }

    [Fact]
    public async Task A_name_that_is_not_there_is_an_error_and_the_others_are_written()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        var result = world.Run("Get-ExternalSource nope, acme");
        Assert.Single(result.Output);
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("SourceNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("nope", error.TargetObject);
    }

    [Fact]
    public async Task An_expired_key_is_an_error_without_any_request()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectJira();
        world.Simulator.Requests.Clear();
        world.Shell.Clock.Advance(TimeSpan.FromDays(101));
        foreach (var script in new[] { "Get-ExternalSource", "Get-ExternalSource -Refresh", "Get-ExternalSource -ExpiringWithin 0 -Status Error" })
        {
            var source = Assert.Single(world.Ok(script).OutputOf<ExternalSource>());
            Assert.Equal(SourceStatus.Error, source.Status);
            Assert.StartsWith("The key expired on ", source.StatusReason, StringComparison.Ordinal);
            Assert.True(source.DaysToExpiry < 0);
        }

        Assert.Equal(0, world.Simulator.Requests.Count);
    }

    [Fact]
    public async Task ExpiringWithin_counts_days_and_skips_unknown_dates()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.ConnectJira();
        world.Ok("New-ExternalSource -Name undated -Type Access -Url $sim -ApiKey $key -SkipTest");
        Assert.Empty(world.Ok("Get-ExternalSource -ExpiringWithin 90").Output);
        Assert.Equal("acme-jira", Assert.Single(world.Ok("Get-ExternalSource -ExpiringWithin 101").OutputOf<ExternalSource>()).Name);
        Assert.Equal(2, world.Ok("Get-ExternalSource -ExpiringWithin 365").Output.Count);
    }

    [Fact]
    public async Task Refresh_checks_live_and_remembers_for_other_sessions()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.ConnectJira();
        var edited = world.Ok("Get-ExternalSource acme").OutputOf<ExternalSource>()[0].LastUpdated;
        world.OrganizationKey.Revoked = true;
        Assert.Equal(SourceStatus.Connected, world.Ok("Get-ExternalSource acme").OutputOf<ExternalSource>()[0].Status);

        var refreshed = world.Ok("Get-ExternalSource -Refresh").OutputOf<ExternalSource>();
        Assert.Equal([SourceStatus.Error, SourceStatus.Connected], refreshed.Select(source => source.Status));
        Assert.Contains("401", refreshed[0].StatusReason, StringComparison.Ordinal);

        using var other = new ModuleShell(storeFolder: world.Shell.StoreFolder);
        var seen = other.Ok("Get-ExternalSource acme").OutputOf<ExternalSource>()[0];
        Assert.Equal(SourceStatus.Error, seen.Status);
        Assert.Equal(refreshed[0].StatusReason, seen.StatusReason);
        Assert.Equal(edited, seen.LastUpdated);

        world.OrganizationKey.Revoked = false;
        Assert.Null(world.Ok("Get-ExternalSource acme -Refresh").OutputOf<ExternalSource>()[0].StatusReason);
    }

    [Fact]
    public async Task Refresh_learns_a_new_expiry_date_from_the_service()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.OrganizationKey.ExpiresAt = DateTimeOffset.UtcNow.AddDays(55);
        Assert.InRange(world.Ok("Get-ExternalSource -Refresh").OutputOf<ExternalSource>()[0].DaysToExpiry!.Value, 54, 55);
    }

    [Fact]
    public async Task A_key_that_expires_soon_is_one_warning_per_session_and_source()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectJira();
        Assert.Empty(world.Ok("Get-ExternalSource").Warnings);
        world.Shell.Clock.Advance(TimeSpan.FromDays(80));
        var warning = Assert.Single(world.Ok("Get-ExternalSource; Get-ExternalSource -Refresh; Test-ExternalSource").Warnings);
        Assert.Contains("acme-jira", warning.Message, StringComparison.Ordinal);

        using var other = new ModuleShell(storeFolder: world.Shell.StoreFolder);
        other.Clock.Advance(TimeSpan.FromDays(80));
        Assert.Single(other.Ok("Get-ExternalSource").Warnings);
    }

    [Fact]
    public async Task Refresh_asks_all_sources_at_the_same_time()
    {
        await using var world = await SimulatedShell.StartAsync();
        for (var i = 0; i < 6; i++)
        {
            world.Ok($"New-ExternalSource -Name s{i} -Type JiraCloud -Url $sim -UserEmail admin@acme.example -ApiKey $key -SkipTest");
        }

        var held = world.Simulator.Faults.On("GET", "/rest/api/3/serverInfo").Hold();
        var run = world.Shell.RunAsync("Get-ExternalSource -Refresh", TestContext.Current.CancellationToken);
        // Only if all are asked before any is answered do six requests arrive.
        await world.Simulator.Requests.WaitForCountAsync(6);
        held.Release();
        Assert.All((await run).OutputOf<ExternalSource>(), source => Assert.Equal(SourceStatus.Connected, source.Status));
    }

    [Fact]
    public async Task Capabilities_and_places_are_on_the_object_and_the_key_is_not()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        var result = world.Ok("Get-ExternalSource acme");
        var source = result.OutputOf<ExternalSource>()[0];
        Assert.Contains("Test", source.Capabilities);
        Assert.Contains("AccountManagement", source.Capabilities);
        Assert.Equal("Secrets", source.Vault);
        Assert.Equal(SimulatorKeys.AdministratorEmail, world.ConnectJira().UserEmail);
        Assert.All(result.Output[0]!.Properties, property =>
            Assert.DoesNotContain(ModuleShell.Canary, property.Value?.ToString() ?? string.Empty, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(result.Output[0]!.Properties, property => property.Value is System.Security.SecureString);
    }
}
