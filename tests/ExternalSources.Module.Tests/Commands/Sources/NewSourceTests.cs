using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Sources;

public sealed class NewSourceTests
{
    private const string New = "New-ExternalSource -Type Access -Url $sim -ApiKey $key ";

    [Theory]
    [InlineData("'   '")]
    [InlineData("('x' * 65)")]
    [InlineData("'ac*me'")]
    [InlineData("'ac[me'")]
    [InlineData("\"ac`tme\"")]
    public async Task A_bad_name_is_refused(string name)
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Fails("InvalidName", New + "-Name " + name);
        Assert.Equal(0, world.Simulator.Requests.Count);
    }

    [Fact]
    public async Task A_name_that_exists_in_any_case_is_refused_and_Force_replaces_it()
    {
        await using var world = await SimulatedShell.StartAsync();
        var first = world.ConnectAcme();
        var error = world.Fails("SourceExists", New + "-Name ACME");
        Assert.Contains("-Force", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);

        var second = world.Ok(New + "-Name ACME -Force").OutputOf<ExternalSource>()[0];
        Assert.Equal(first.Id, second.Id);
        Assert.NotEqual(first.SecretName, second.SecretName);
        Assert.Equal("ACME", Assert.Single(world.Ok("Get-ExternalSource").OutputOf<ExternalSource>()).Name);
        Assert.Equal(1, world.SecretCount());
    }

    [Fact]
    public async Task A_replacement_that_fails_its_test_leaves_the_source_as_it_was()
    {
        await using var world = await SimulatedShell.StartAsync();
        var first = world.ConnectAcme();
        var text = world.Shell.StoreText;
        world.OrganizationKey.Revoked = true;
        world.Fails("SourceCheckFailed", New + "-Name acme -Force");
        Assert.Equal(text, world.Shell.StoreText);
        Assert.Equal(first.SecretName, world.Shell.Ok("Get-StubVaultContent Secrets").Output[0]!.Properties["Name"].Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("two\nlines")]
    [InlineData("schlüssel")]
    public async Task An_invalid_key_is_refused_and_not_shown(string text)
    {
        await using var world = await SimulatedShell.StartAsync();
        var result = world.Run("New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $bad", ("bad", SecureStrings.From(text)));
        Assert.StartsWith("InvalidApiKey,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        if (text.Trim().Length > 0)
        {
            Assert.DoesNotContain(text, result.Everything(), StringComparison.Ordinal);
        }

        Assert.Equal(0, world.Simulator.Requests.Count);
    }

    [Theory]
    [InlineData("New-ExternalSource -Name acme -Type Access -ApiKey $text")]
    [InlineData("Set-ExternalSource -Name acme -ApiKey $text")]
    public async Task A_key_as_text_is_an_error_with_advice_and_not_shown(string command)
    {
        await using var world = await SimulatedShell.StartAsync();
        var result = world.Run(command, ("text", ModuleShell.Canary));
        var error = Assert.Single(result.AllErrors).ToString();
        foreach (var way in new[] { "Read-Host -AsSecureString", "-SecretName", "NetworkCredential" })
        {
            Assert.Contains(way, error, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(ModuleShell.Canary, result.Everything(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blanks_around_a_pasted_key_do_not_matter()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Ok("New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $pasted", ("pasted", SecureStrings.From(" " + ModuleShell.Canary + "\n")));
        Assert.Equal(ModuleShell.Canary, world.Shell.Ok("Get-StubVaultContent Secrets").Output[0]!.Properties["Text"].Value);
    }

    [Fact]
    public async Task A_past_expiry_date_is_an_error_and_a_far_one_a_warning()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.OrganizationKey.CanReadKeys = false;
        world.Fails("InvalidExpiresOn", New + "-Name acme -ExpiresOn 2020-01-31");
        var result = world.Ok(New + "-Name acme -ExpiresOn ([DateTimeOffset]::UtcNow.AddDays(500))");
        Assert.Contains(result.Warnings, warning => warning.Message.Contains("more than a year", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatIf_sends_nothing_asks_nothing_and_saves_nothing()
    {
        await using var world = await SimulatedShell.StartAsync();
        var result = world.Ok("New-ExternalSource -Name acme -Type JiraCloud -WhatIf");
        Assert.Contains("What if:", result.HostText, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Equal(0, world.Simulator.Requests.Count);
        Assert.False(File.Exists(world.Shell.StorePath));
        Assert.Equal(0, world.SecretCount());
    }

    [Fact]
    public async Task Confirm_asks_and_no_means_no()
    {
        await using var world = await SimulatedShell.StartAsync(interactive: true);
        world.Shell.Shell.Host.Answers.Choice("No");
        Assert.Empty(world.Ok(New + "-Name acme -Confirm").Output);
        Assert.Equal(0, world.Simulator.Requests.Count);
        world.Shell.Shell.Host.Answers.Choice("Yes");
        Assert.Single(world.Ok(New + "-Name acme -Confirm").Output);
    }

    [Fact]
    public async Task A_session_source_touches_neither_disk_nor_vault_and_other_sessions_do_not_see_it()
    {
        await using var world = await SimulatedShell.StartAsync(vault: false);
        world.Ok("Clear-StubVaultCall");
        var source = world.Ok(New + "-Name acme -SessionOnly").OutputOf<ExternalSource>()[0];
        Assert.True(source.SessionOnly);
        Assert.Equal(SourceStatus.Connected, source.Status);
        Assert.False(Directory.Exists(world.Shell.StoreFolder));
        Assert.Empty(world.Ok("Get-StubVaultCall").Output);
        Assert.True((bool)world.Ok("Test-ExternalSource acme -Quiet").Output[0]!.BaseObject);
        Assert.Equal("acme2", world.Ok("Set-ExternalSource acme -NewName acme2 -PassThru").OutputOf<ExternalSource>()[0].Name);
        using var other = new ModuleShell(storeFolder: world.Shell.StoreFolder);
        Assert.Empty(other.Ok("Get-ExternalSource").Output);
        world.Ok("Remove-ExternalSource acme2 -Confirm:$false");
        Assert.Empty(world.Ok("Get-ExternalSource").Output);
        Assert.False(Directory.Exists(world.Shell.StoreFolder));
    }

    [Fact]
    public async Task A_session_source_does_not_replace_a_saved_one()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.Fails("SourceExists", New + "-Name acme -SessionOnly -Force");
    }

    [Fact]
    public async Task A_saved_source_replaces_one_of_the_session()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Ok(New + "-Name acme -SessionOnly");
        world.Ok(New + "-Name acme -Force");
        Assert.False(Assert.Single(world.Ok("Get-ExternalSource").OutputOf<ExternalSource>()).SessionOnly);
    }

    [Fact]
    public async Task Rows_of_both_types_come_from_one_list_with_their_keys_in_the_vault()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Ok("Set-Secret -Name org-key -SecureStringSecret $key -Vault Secrets; Set-Secret -Name site-token -SecureStringSecret $key -Vault Secrets");
        var result = world.Ok(
            """
            @(
                [pscustomobject]@{ Name = 'acme'; Type = 'Access'; Url = $sim; UserEmail = ''; OrganizationId = ''; ScopedToken = '';
                ExpiresOn = '2099-01-31'; SecretName = 'org-key' }
                [pscustomobject]@{ Name = 'acme-jira'; Type = 'JiraCloud'; Url = $sim; UserEmail = 'admin@acme.example'; OrganizationId = '';
                ScopedToken = 'false'; ExpiresOn = ''; SecretName = 'site-token' }
            ) | New-ExternalSource
            """
        );
        var sources = result.OutputOf<ExternalSource>();
        Assert.Equal([SourceType.Access, SourceType.JiraCloud], sources.Select(source => source.Type));
        Assert.All(sources, source => Assert.Equal(SourceStatus.Connected, source.Status));
        Assert.Equal("admin@acme.example", sources[1].UserEmail);
        Assert.Equal("org-key", sources[0].SecretName);
        Assert.Equal(2, world.SecretCount());

        world.Ok("Get-ExternalSource | Remove-ExternalSource -Confirm:$false");
        Assert.Equal(2, world.SecretCount());
    }

    [Fact]
    public async Task A_row_with_an_invalid_date_is_an_error()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Ok("Set-Secret -Name org-key -SecureStringSecret $key -Vault Secrets");
        var result = world.Run(
            "[pscustomobject]@{ Name = 'one'; Type = 'Access'; Url = $sim; SecretName = 'org-key'; ExpiresOn = '31.12.2026' } | New-ExternalSource"
        );
        Assert.Empty(result.Output);
        Assert.StartsWith("InvalidExpiresOn,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(world.Ok("Get-ExternalSource").Output);
    }

    [Theory]
    [InlineData("Type = 'Acces'")]
    [InlineData("Type = 'Jira'")]
    [InlineData("Type = '0'")]
    [InlineData("Type = ''")]
    [InlineData("Url = 'nonsense url'")]
    [InlineData("UserEmail = 'dana'; Type = 'JiraCloud'")]
    [InlineData("ExpiresOn = '31.12.2026'")]
    [InlineData("ExpiresOn = '2020-01-01'")]
    [InlineData("SecretName = ''")]
    [InlineData("SecretName = 'no-such-secret'")]
    [InlineData("Vault = 'no-such-vault'")]
    [InlineData("OrganizationId = 'no-such-organization'")]
    public async Task The_error_of_a_row_names_its_source(string cells)
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Ok("Set-Secret -Name org-key -SecureStringSecret $key -Vault Secrets");
        var result = world.Run(
            $"$row = @{{ Name = 'one'; Type = 'Access'; Url = $sim; SecretName = 'org-key' }}; $cells = @{{ {cells} }}; "
                + $"foreach ($name in $cells.Keys) {{ $row[$name] = $cells[$name] }}; [pscustomobject]$row | New-ExternalSource"
        );
        Assert.Empty(result.Output);
        var error = Assert.Single(result.AllErrors);
        Assert.Matches("'one'|^one: ", error.ToString());
        Assert.Equal("one", error.TargetObject);
    }

    [Theory]
    [InlineData("New-ExternalSource -Name acme -ApiKey $key -Type Acces")]
    [InlineData("Get-ExternalSource -Type Access, Jira")]
    public async Task An_abbreviated_type_is_an_error(string command)
    {
        await using var world = await SimulatedShell.StartAsync();
        Assert.Contains("Access, JiraCloud", world.Fails("InvalidType", command).ToString(), StringComparison.Ordinal);
        Assert.Empty(world.Ok("Get-ExternalSource -Type access, 'jiracloud'").Output);
    }

    [Fact]
    public async Task The_secret_of_another_source_is_not_used()
    {
        await using var world = await SimulatedShell.StartAsync();
        var acme = world.ConnectAcme();
        world.Fails("InvalidSecretName", "New-ExternalSource -Name two -Type Access -Url $sim -SecretName $name", ("name", acme.SecretName));
        world.Fails("InvalidSecretName", "New-ExternalSource -Name two -Type Access -Url $sim -SecretName ''");
    }

    [Fact]
    public async Task A_date_that_the_service_overrules_is_a_warning()
    {
        await using var world = await SimulatedShell.StartAsync();
        var result = world.Ok(New + "-Name acme -ExpiresOn ([DateTimeOffset]::UtcNow.AddDays(300))");
        Assert.Contains(result.Warnings, warning => warning.Message.Contains("the service returns", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Force_replaces_the_saved_source_that_one_of_the_session_hides()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Ok(New + "-Name acme -SessionOnly");
        using (var other = new ModuleShell(storeFolder: world.Shell.StoreFolder))
        {
            other.Ok("New-ExternalSource -Name acme -Type Access -ApiKey $key -SkipTest");
        }

        Assert.True(Assert.Single(world.Ok("Get-ExternalSource").OutputOf<ExternalSource>()).SessionOnly);
        world.Ok(New + "-Name acme -Force");
        Assert.False(Assert.Single(world.Ok("Get-ExternalSource").OutputOf<ExternalSource>()).SessionOnly);
    }

    [Fact]
    public async Task A_row_that_fails_does_not_stop_the_others()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Ok("Set-Secret -Name org-key -SecureStringSecret $key -Vault Secrets");
        var result = world.Run(
            """
            @(
                [pscustomobject]@{ Name = 'one'; Type = 'Access'; Url = $sim; SecretName = 'org-key' }
                [pscustomobject]@{ Name = 'two'; Type = 'Access'; Url = $sim; SecretName = 'no-such-secret' }
                [pscustomobject]@{ Name = 'three'; Type = 'Access'; Url = $sim; SecretName = 'org-key' }
            ) | New-ExternalSource
            """
        );
        Assert.Equal(["one", "three"], result.OutputOf<ExternalSource>().Select(source => source.Name));
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("VaultSecretMissing,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("two", error.TargetObject);
    }
}
