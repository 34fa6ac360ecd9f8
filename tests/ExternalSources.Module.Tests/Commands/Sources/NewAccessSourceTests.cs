using System;
using System.Threading.Tasks;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Sources;

public sealed class NewAccessSourceTests
{
    [Fact]
    public async Task A_good_key_connects_the_only_organization_it_sees()
    {
        await using var world = await SimulatedShell.StartAsync();
        var source = world.ConnectAcme();

        var organization = world.Simulator.State.Organizations[0];
        Assert.Equal(organization.Id, source.OrganizationId);
        Assert.Equal(organization.Name, source.Title);
        Assert.Equal(SourceStatus.Connected, source.Status);
        Assert.Equal("Secrets", source.Vault);
        Assert.Equal(Environment.UserName, source.LastUpdatedBy.Split('\\')[^1]);
        Assert.NotNull(source.CheckedAt);
        Assert.Contains("acme", world.Shell.StoreText, StringComparison.Ordinal);
        Assert.DoesNotContain(ModuleShell.Canary, world.Shell.StoreText, StringComparison.Ordinal);
        var secret = Assert.Single(world.Shell.Ok("Get-StubVaultContent Secrets").Output)!;
        Assert.Equal(source.SecretName, secret.Properties["Name"].Value);
        Assert.Equal(ModuleShell.Canary, secret.Properties["Text"].Value);
        Assert.Matches("^ExternalSource-[0-9a-f-]{36}$", source.SecretName);
        Assert.Equal(
            "acme|Access",
            world.Shell.Ok("$m = (Get-SecretInfo ExternalSource-*).Metadata; $m['ExternalSource'] + '|' + $m['Type']").Output[0]!.BaseObject
        );
    }

    [Fact]
    public async Task The_services_own_expiry_date_is_more_exact_than_the_given_day()
    {
        await using var world = await SimulatedShell.StartAsync();
        var source = world
            .Ok(
                "New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key -ExpiresOn $date",
                ("date", world.OrganizationKey.ExpiresAt!.Value.AddHours(12))
            )
            .OutputOf<ExternalSource>()[0];
        Assert.Equal(world.OrganizationKey.ExpiresAt!.Value, source.ExpiresOn!.Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task The_given_date_counts_when_the_service_returns_none()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.OrganizationKey.CanReadKeys = false;
        var date = DateTimeOffset.UtcNow.AddDays(123);
        var source = world.Ok("New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key -ExpiresOn $date", ("date", date)).OutputOf<ExternalSource>()[
            0
        ];
        Assert.Equal(date, source.ExpiresOn);
    }

    [Fact]
    public async Task A_key_with_several_organizations_prompts_for_one()
    {
        await using var world = await SimulatedShell.StartAsync(interactive: true, organizations: 3);
        var wanted = world.Simulator.State.Organizations[1];
        world.Shell.Shell.Host.Answers.Choice("2");
        var result = world.Ok("New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key");
        Assert.Equal(wanted.Id, result.OutputOf<ExternalSource>()[0].OrganizationId);
        var prompt = Assert.Single(result.Prompts);
        Assert.Equal(3, prompt.Choices.Count);
        Assert.Contains(prompt.Choices, choice => choice.Contains(wanted.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_an_unattended_session_the_error_lists_the_organizations()
    {
        await using var world = await SimulatedShell.StartAsync(organizations: 2);
        var error = world.Fails("SourceCheckFailed", "New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key");
        Assert.All(world.Simulator.State.Organizations, organization => Assert.Contains(organization.Id, error.ToString(), StringComparison.Ordinal));
        Assert.Contains("-OrganizationId", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(0, world.SecretCount());
        Assert.DoesNotContain("acme\"", world.Shell.StoreText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_with_scopes_prompts_for_its_organization_and_warns_about_missing_features()
    {
        await using var world = await SimulatedShell.StartAsync(interactive: true);
        world.OrganizationKey.Scoped = true;
        var organization = world.Simulator.State.Organizations[0];
        world.Shell.Shell.Host.Answers.Line(organization.Id);
        var result = world.Ok("New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key");
        Assert.Equal(organization.Id, result.OutputOf<ExternalSource>()[0].OrganizationId);
        Assert.Contains(result.Warnings, warning =>
            warning.Message.Contains("scopes", StringComparison.Ordinal) && warning.Message.Contains("deactivate", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_organization_id_that_the_key_does_not_see_is_named()
    {
        await using var world = await SimulatedShell.StartAsync();
        var error = world.Fails(
            "SourceCheckFailed",
            "New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key -OrganizationId 00000000-1111-2222-3333-444444444444"
        );
        Assert.Contains("00000000-1111-2222-3333-444444444444", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(world.Simulator.State.Organizations[0].Id, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_without_administrator_rights_is_refused_with_the_services_message()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.OrganizationKey.MayManage = false;
        var error = world.Fails("SourceCheckFailed", "New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key");
        Assert.Contains("cannot manage", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, world.SecretCount());
    }

    [Theory]
    [InlineData("revoked")]
    [InlineData("expired")]
    [InlineData("unknown")]
    public async Task A_key_that_is_not_accepted_saves_nothing(string how)
    {
        await using var world = await SimulatedShell.StartAsync();
        if (how == "revoked")
        {
            world.OrganizationKey.Revoked = true;
        }
        else if (how == "expired")
        {
            world.OrganizationKey.ExpiresAt = DateTimeOffset.UtcNow.AddDays(-1);
        }
        else
        {
            world.Simulator.State.OrganizationKeys.Clear();
        }

        var error = world.Fails("SourceCheckFailed", "New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key");
        Assert.Contains("401", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("admin.atlassian.com", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(0, world.SecretCount());
        Assert.Empty(world.Ok("Get-ExternalSource").Output);
    }

    [Fact]
    public async Task SkipTest_saves_without_a_request()
    {
        await using var world = await SimulatedShell.StartAsync();
        var source = world.Ok("New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key -SkipTest").OutputOf<ExternalSource>()[0];
        Assert.Equal(SourceStatus.Unknown, source.Status);
        Assert.Equal(0, world.Simulator.Requests.Count);
        Assert.Equal(1, world.SecretCount());
    }

    [Fact]
    public async Task Options_of_the_other_type_are_refused()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Fails("InvalidType", "New-ExternalSource -Name acme -Type Access -Url $sim -UserEmail a@b.example -ApiKey $key");
        world.Fails("InvalidType", "New-ExternalSource -Name acme -Type JiraCloud -Url $sim -OrganizationId x -ApiKey $key");
        Assert.Equal(0, world.Simulator.Requests.Count);
    }
}
