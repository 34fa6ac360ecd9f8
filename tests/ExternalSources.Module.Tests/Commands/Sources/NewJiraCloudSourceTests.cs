using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Sources;

public sealed class NewJiraCloudSourceTests
{
    private const string New = "New-ExternalSource -Name acme-jira -Type JiraCloud -Url $sim -UserEmail admin@acme.example -ApiKey $key";

    [Fact]
    public async Task Address_e_mail_and_token_connect_a_site()
    {
        await using var world = await SimulatedShell.StartAsync();
        var source = world.ConnectJira();
        Assert.Equal(SourceStatus.Connected, source.Status);
        Assert.Equal(world.Simulator.Address, source.Url);
        Assert.Equal("admin@acme.example", source.UserEmail);
        Assert.Equal(world.Simulator.State.Site.Title, source.Title);
        Assert.InRange(source.DaysToExpiry!.Value, 99, 100);
    }

    [Fact]
    public async Task A_credential_is_e_mail_and_token_in_one()
    {
        await using var world = await SimulatedShell.StartAsync();
        var credential = new PSCredential("admin@acme.example", SecureStrings.From(ModuleShell.Canary));
        var source = world
            .Ok("New-ExternalSource acme-jira -Type JiraCloud -Url $sim -Credential $credential", ("credential", credential))
            .OutputOf<ExternalSource>()[0];
        Assert.Equal("admin@acme.example", source.UserEmail);
        Assert.Equal(SourceStatus.Connected, source.Status);
    }

    [Fact]
    public async Task A_deep_link_becomes_the_sites_root()
    {
        await using var world = await SimulatedShell.StartAsync();
        var source = world
            .Ok(
                "New-ExternalSource acme-jira -Type JiraCloud -Url ($sim + 'jira/software/projects/ABC/boards/1?selectedIssue=ABC-1') "
                    + "-UserEmail admin@acme.example -ApiKey $key"
            )
            .OutputOf<ExternalSource>()[0];
        Assert.Equal(world.Simulator.Address, source.Url);
    }

    [Fact]
    public async Task Missing_values_are_prompted_for_together_and_the_key_is_masked()
    {
        await using var world = await SimulatedShell.StartAsync(interactive: true);
        world.Shell.Shell.Host.Answers.Line(world.Simulator.Address.ToString()).Line("admin@acme.example").Secure(ModuleShell.Canary);
        var result = world.Ok("New-ExternalSource -Name acme-jira -Type JiraCloud");
        var prompt = Assert.Single(result.Prompts);
        Assert.Equal(["Url", "UserEmail", "ApiKey"], prompt.Fields);
        Assert.Equal(["ApiKey"], prompt.MaskedFields);
        Assert.Equal(SourceStatus.Connected, result.OutputOf<ExternalSource>()[0].Status);
        Assert.DoesNotContain(ModuleShell.Canary, result.Everything(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_without_parameters_prompts_for_all_values()
    {
        await using var world = await SimulatedShell.StartAsync(interactive: true);
        world
            .Shell.Shell.Host.Answers.Line("acme")
            .Line("JiraCloud")
            .Line(world.Simulator.Address.ToString())
            .Line("admin@acme.example")
            .Secure(ModuleShell.Canary);
        Assert.Equal("acme", world.Ok("New-ExternalSource").OutputOf<ExternalSource>()[0].Name);
    }

    [Fact]
    public async Task A_missing_value_in_an_unattended_session_is_an_error()
    {
        await using var world = await SimulatedShell.StartAsync();
        var error = world.Fails("InvalidUserEmail", "New-ExternalSource -Name acme-jira -Type JiraCloud -Url $sim");
        Assert.Contains("-UserEmail", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("-ApiKey", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_e_mail_address_is_an_error_and_nothing_is_saved()
    {
        await using var world = await SimulatedShell.StartAsync();
        var error = world.Fails("SourceCheckFailed", "New-ExternalSource acme-jira -Type JiraCloud -Url $sim -UserEmail other@acme.example -ApiKey $key");
        Assert.Contains("other@acme.example", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("-ScopedToken", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(0, world.SecretCount());
        Assert.Empty(world.Ok("Get-ExternalSource").Output);
    }

    [Fact]
    public async Task A_token_with_scopes_works_through_the_gateway_only()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.SiteToken.Scoped = true;
        world.Fails("SourceCheckFailed", New);
        var source = world.Ok(New + " -ScopedToken").OutputOf<ExternalSource>()[0];
        Assert.True(source.ScopedToken);
        Assert.Equal(world.Simulator.State.Site.CloudId, source.CloudId);
        Assert.Contains(world.Simulator.Requests.Snapshot(), request => request.Path.StartsWith("/ex/jira/" + source.CloudId, StringComparison.Ordinal));
        Assert.DoesNotContain(world.Simulator.Requests.Snapshot().TakeLast(4), request =>
            request.HasCredentials && !request.Path.StartsWith("/ex/jira/", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_account_that_cannot_browse_users_is_refused()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.SiteToken.CanBrowseUsers = false;
        var error = world.Fails("SourceCheckFailed", New);
        Assert.Contains("cannot browse users and groups", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_without_administrator_rights_is_a_warning()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.SiteToken.Administrator = false;
        var warnings = world.Ok(New).Warnings.Select(warning => warning.Message).ToArray();
        Assert.Contains(warnings, warning => warning.Contains("The token cannot administer Jira.", StringComparison.Ordinal));
        Assert.DoesNotContain(warnings, warning => warning.Contains("change groups and delete users", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Data_Center_is_identified_and_receives_no_credentials()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Simulator.State.Site.DeploymentType = "Server";
        var error = world.Fails("SourceCheckFailed", New);
        Assert.Contains("Server", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(world.Simulator.Requests.Snapshot(), request => request.HasCredentials);
    }

    [Fact]
    public async Task A_log_in_page_is_named_in_the_error()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Simulator.Faults.On("GET", "/rest/api/3/serverInfo").LoginPage();
        Assert.Contains("web page", world.Fails("SourceCheckFailed", New).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(world.Simulator.Requests.Snapshot(), request => request.HasCredentials);
    }

    [Fact]
    public async Task A_redirect_is_an_error_and_never_followed()
    {
        await using var elsewhere = await SimulatedShell.StartAsync();
        await using var world = await SimulatedShell.StartAsync();
        world.Simulator.Faults.On("GET", "/rest/api/3/myself").Redirect(new Uri(elsewhere.Simulator.Address, "rest/api/3/myself"));
        Assert.Contains("redirects", world.Fails("SourceCheckFailed", New).ToString(), StringComparison.Ordinal);
        Assert.Equal(0, elsewhere.Simulator.Requests.Count);
    }

    [Theory]
    [InlineData("http://acme.atlassian.net", "InvalidUrl")]
    [InlineData("ftp://acme.atlassian.net", "InvalidUrl")]
    [InlineData("https://admin.atlassian.com/o/1", "InvalidUrl")]
    [InlineData("https://user:secret@acme.atlassian.net", "InvalidUrl")]
    public async Task An_invalid_address_is_refused_before_the_first_request(string address, string id)
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Fails(id, "New-ExternalSource acme-jira -Type JiraCloud -Url $address -UserEmail a@b.example -ApiKey $key", ("address", address));
        Assert.Equal(0, world.SecretCount());
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("a:b@acme.example")]
    [InlineData("@acme.example")]
    public async Task An_invalid_e_mail_address_is_refused(string email)
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Fails("InvalidUserEmail", "New-ExternalSource acme-jira -Type JiraCloud -Url $sim -UserEmail $email -ApiKey $key", ("email", email));
        Assert.Equal(0, world.Simulator.Requests.Count);
    }
}
