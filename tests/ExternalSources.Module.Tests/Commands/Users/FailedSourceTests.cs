using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Module.Tests.Support;
using ExternalSources.TestKit.Shell;
using Xunit;
using static ExternalSources.Module.Tests.Commands.Users.PagedUsers;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>Lists in which a source fails or is missing.</summary>
public sealed class FailedSourceTests
{
    [Fact]
    public async Task A_source_that_fails_hides_only_the_missing_users_of_that_source()
    {
        await using var world = await StartAsync();
        world.Simulator.State.OrganizationKeys.Single().Revoked = true;
        var result = world.Run(
            "[pscustomobject]@{ Source = 'acme-jira'; Email = 'typo@nowhere.example' }, [pscustomobject]@{ Source = 'acme'; "
                + "Email = 'who@nowhere.example' } | Get-ExternalUser"
        );
        Assert.Equal(["acme", "typo@nowhere.example"], result.AllErrors.Select(error => error.TargetObject).Order());
        Assert.Contains("1 named user was not found", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-ExternalUser")]
    [InlineData("Get-ExternalUser -User dana@acme.example")]
    [InlineData("Get-ExternalGroup")]
    [InlineData("Get-ExternalDirectory")]
    [InlineData("Get-ExternalUser -Effective")]
    public void A_list_without_any_source_is_an_error(string script)
    {
        using var shell = new ModuleShell();
        Assert.Contains("No external source is connected", shell.Fails("SourceNotFound", script).ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_fails_is_one_error_and_the_other_source_is_read()
    {
        await using var world = await StartAsync();
        world.Simulator.State.SiteTokens.Single().Revoked = true;
        var result = world.Run($"Get-ExternalUser {All}");
        var error = Assert.Single(result.AllErrors);
        Assert.Equal("acme-jira", error.TargetObject);
        Assert.StartsWith("acme-jira: ", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(error.ErrorDetails.RecommendedAction));
        Assert.NotEqual(System.Management.Automation.ErrorCategory.NotSpecified, error.CategoryInfo.Category);
        AssertEverybody(world, result);
    }

    [Fact]
    public async Task With_ErrorAction_Stop_a_source_that_fails_stops_the_command()
    {
        await using var world = await StartAsync();
        world.Simulator.State.SiteTokens.Single().Revoked = true;
        var holding = world.Simulator.Faults.On(OrganizationSearch).After(2).Hold();
        var result = world.Run("Get-ExternalUser -ErrorAction Stop");
        Assert.Equal("acme-jira", Assert.IsType<string>(Assert.Single(result.AllErrors).TargetObject));
        Assert.NotEqual(ShellState.Completed, result.State);
        await world.Simulator.Requests.WaitForIdleAsync();
        Assert.True(world.Simulator.Requests.Count < 20);
        holding.Release();
    }

    [Fact]
    public async Task A_source_that_fails_reports_no_missing_user()
    {
        await using var world = await StartAsync();
        world.Simulator.State.SiteTokens.Single().Revoked = true;
        Assert.Equal("acme-jira", Assert.Single(world.Run("Get-ExternalUser -AccountId 557058:perhaps").AllErrors).TargetObject);
    }
}
