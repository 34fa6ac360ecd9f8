using System;
using System.Threading.Tasks;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator;
using ExternalSources.Simulator.State;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Sources;

public sealed class SetExternalSourceTests
{
    [Fact]
    public async Task A_rename_needs_no_request_and_moves_nothing()
    {
        await using var world = await SimulatedShell.StartAsync();
        var before = world.ConnectAcme();
        world.Simulator.Requests.Clear();
        world.Shell.Clock.Advance(TimeSpan.FromMinutes(5));
        var after = world.Ok("Set-ExternalSource acme -NewName acme-org -PassThru").OutputOf<ExternalSource>()[0];
        Assert.Equal("acme-org", after.Name);
        Assert.Equal(before.Id, after.Id);
        Assert.Equal(before.SecretName, after.SecretName);
        Assert.Equal(SourceStatus.Connected, after.Status);
        Assert.True(after.LastUpdated > before.LastUpdated);
        Assert.Equal(0, world.Simulator.Requests.Count);
        Assert.Equal("acme-org", world.Shell.Ok("(Get-SecretInfo ExternalSource-*).Metadata['ExternalSource']").Output[0]!.BaseObject);
        Assert.Empty(world.Ok("Set-ExternalSource acme-org -NewName acme").Output);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.ConnectJira();
        world.Fails("SourceExists", "Set-ExternalSource acme -NewName ACME-Jira");
        Assert.Equal("Acme", world.Ok("Set-ExternalSource acme -NewName Acme -PassThru").OutputOf<ExternalSource>()[0].Name);
    }

    [Theory]
    [InlineData("acme-jira", "-Url https://other.atlassian.net")]
    [InlineData("acme-jira", "-UserEmail other@acme.example")]
    [InlineData("acme-jira", "-ScopedToken")]
    [InlineData("acme", "-OrganizationId 00000000-1111-2222-3333-444444444444")]
    public async Task A_new_address_or_account_without_the_key_is_refused_and_sends_nothing(string name, string change)
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.ConnectJira();
        world.Simulator.Requests.Clear();
        var text = world.Shell.StoreText;
        var error = world.Fails("InvalidApiKey", $"Set-ExternalSource {name} {change}");
        Assert.Contains("-ApiKey", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        world.Fails("InvalidApiKey", $"Set-ExternalSource {name} {change} -SkipTest");
        Assert.Equal(0, world.Simulator.Requests.Count);
        Assert.Equal(text, world.Shell.StoreText);
    }

    [Fact]
    public async Task Values_that_are_the_same_are_no_change()
    {
        await using var world = await SimulatedShell.StartAsync();
        var before = world.ConnectJira();
        var result = world.Ok("Set-ExternalSource acme-jira -Url ($sim + 'jira/dashboards') -UserEmail admin@acme.example");
        Assert.Contains("Nothing", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
        Assert.Equal(before.LastUpdated, world.Ok("Get-ExternalSource acme-jira").OutputOf<ExternalSource>()[0].LastUpdated);
    }

    [Fact]
    public async Task A_new_key_replaces_the_old_one_and_its_date()
    {
        await using var world = await SimulatedShell.StartAsync();
        var before = world.ConnectJira();
        world.Simulator.State.SiteTokens.Add(
            new SiteToken
            {
                Label = "second",
                Secret = "another-token-1234",
                Email = SimulatorKeys.AdministratorEmail,
                Administrator = true,
            }
        );
        world.SiteToken.Revoked = true;
        var result = world.Ok("Set-ExternalSource acme-jira -ApiKey $new -PassThru", ("new", SecureStrings.From("another-token-1234")));
        var after = result.OutputOf<ExternalSource>()[0];
        Assert.Null(after.ExpiresOn);
        Assert.Equal(SourceStatus.Connected, after.Status);
        Assert.NotEqual(before.SecretName, after.SecretName);
        var secret = Assert.Single(world.Shell.Ok("Get-StubVaultContent Secrets").Output)!;
        Assert.Equal("another-token-1234", secret.Properties["Text"].Value);
        Assert.True((bool)world.Ok("Test-ExternalSource acme-jira -Quiet").Output[0]!.BaseObject);
    }

    [Fact]
    public async Task A_new_key_that_does_not_work_changes_nothing()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectJira();
        var text = world.Shell.StoreText;
        var error = world.Fails("SourceCheckFailed", "Set-ExternalSource acme-jira -ApiKey $new", ("new", SecureStrings.From("no-such-token-777")));
        Assert.DoesNotContain("no-such-token-777", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(text, world.Shell.StoreText);
        Assert.Equal(ModuleShell.Canary, Assert.Single(world.Shell.Ok("Get-StubVaultContent Secrets").Output)!.Properties["Text"].Value);
    }

    [Fact]
    public async Task An_address_moves_together_with_its_key()
    {
        await using var world = await SimulatedShell.StartAsync();
        await using var other = await SimulatedShell.StartAsync();
        world.ConnectJira();
        var after = world.Ok("Set-ExternalSource acme-jira -Url $other -ApiKey $key -PassThru", ("other", other.Simulator.Address)).OutputOf<ExternalSource>()[
            0
        ];
        Assert.Equal(other.Simulator.Address, after.Url);
        Assert.Equal(SourceStatus.Connected, after.Status);
    }

    [Fact]
    public async Task An_expiry_date_is_tested_and_saved()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectJira();
        var date = DateTimeOffset.UtcNow.AddDays(42);
        Assert.Equal(date, world.Ok("Set-ExternalSource acme-jira -ExpiresOn $date -PassThru", ("date", date)).OutputOf<ExternalSource>()[0].ExpiresOn);
        world.Fails("InvalidExpiresOn", "Set-ExternalSource acme-jira -ExpiresOn 2020-01-01");
        world.SiteToken.Revoked = true;
        world.Fails("SourceCheckFailed", "Set-ExternalSource acme-jira -ExpiresOn ([DateTimeOffset]::UtcNow.AddDays(50))");
        var skipped = world.Ok("Set-ExternalSource acme-jira -ExpiresOn ([DateTimeOffset]::UtcNow.AddDays(50)) -SkipTest -PassThru").OutputOf<ExternalSource>()[
            0
        ];
        Assert.Equal(SourceStatus.Unknown, skipped.Status);
    }

    [Fact]
    public async Task A_key_moves_to_another_vault()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.ConnectJira();
        world.Ok("Register-SecretVault -Name Production -ModuleName Stub");
        world.Ok("Get-ExternalSource | Set-ExternalSource -Vault production");
        Assert.Equal(0, world.SecretCount());
        Assert.Equal(2, world.SecretCount("Production"));
        Assert.All(world.Ok("Get-ExternalSource").OutputOf<ExternalSource>(), source => Assert.Equal("Production", source.Vault));
        Assert.All(world.Ok("Test-ExternalSource -Quiet").Output, item => Assert.True((bool)item!.BaseObject));
    }

    [Fact]
    public async Task Another_secret_can_be_named_and_stays_the_admins_own()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.Ok("Set-Secret -Name mine -SecureStringSecret $key -Vault Secrets");
        var after = world.Ok("Set-ExternalSource acme -SecretName mine -PassThru").OutputOf<ExternalSource>()[0];
        Assert.Equal("mine", after.SecretName);
        Assert.Equal(1, world.SecretCount());
        world.Ok("Set-ExternalSource acme -ApiKey $key");
        Assert.Equal(2, world.SecretCount());
    }

    [Fact]
    public async Task WhatIf_changes_nothing_and_sends_nothing()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectJira();
        var text = world.Shell.StoreText;
        world.Simulator.Requests.Clear();
        var result = world.Ok("Set-ExternalSource acme-jira -ApiKey $key -ExpiresOn ([DateTimeOffset]::UtcNow.AddDays(9)) -WhatIf");
        Assert.Contains("What if:", result.HostText, StringComparison.Ordinal);
        Assert.Equal(text, world.Shell.StoreText);
        Assert.Equal(0, world.Simulator.Requests.Count);
    }

    [Fact]
    public async Task A_session_source_has_no_vault_to_move_to()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Ok("New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key -SessionOnly");
        world.Fails("InvalidVault", "Set-ExternalSource acme -Vault Secrets");
    }

    [Fact]
    public async Task A_source_that_another_session_changed_meanwhile_is_not_overwritten()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectJira();
        using var other = new ModuleShell(storeFolder: world.Shell.StoreFolder);
        other.Clock.Advance(TimeSpan.FromMinutes(1));
        var held = world.Simulator.Faults.On("GET", "/rest/api/3/myself").Hold();
        var run = world.Shell.RunAsync("Set-ExternalSource acme-jira -ExpiresOn ([DateTimeOffset]::UtcNow.AddDays(60))", TestContext.Current.CancellationToken);
        await held.WaitForArrivalAsync();
        other.Ok("Set-ExternalSource acme-jira -NewName renamed");
        held.Release();
        var result = await run;
        Assert.StartsWith("SourceChanged,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("renamed", Assert.Single(world.Ok("Get-ExternalSource").OutputOf<ExternalSource>()).Name);
    }
}
