using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Connectors.JiraCloud;

public class JiraCloudConnectionTests : JiraCloudTest
{
    [Fact]
    public async Task A_good_token_passes_every_check()
    {
        var inspection = await InspectAsync();
        AssertPasses(inspection);
        Assert.Equal(("acme", Simulator.State.Site.CloudId, null), (inspection.Title, inspection.CloudId, inspection.ExpiresOn));
        Assert.Equal(["GET /rest/api/3/serverInfo", "GET /_edge/tenant_info", "GET /rest/api/3/myself"], Paths().Take(3));
        Assert.Equal(
            ["GET /rest/api/3/applicationrole", "GET /rest/api/3/mypermissions?permissions=ADMINISTER,USER_PICKER,CREATE_ISSUES"],
            Paths().Skip(3).Order(StringComparer.Ordinal)
        );
        Assert.Equal([false, false, true, true, true], Simulator.Requests.Snapshot().Select(request => request.HasCredentials));
    }

    [Fact]
    public async Task A_data_center_is_identified_and_receives_no_credentials()
    {
        Simulator.State.Site.DeploymentType = "Server";
        AssertFails(
            await InspectAsync(),
            CheckNames.Address,
            "not a Jira Cloud site. It is a Jira of type 'Server', version 9.17.5. No credentials were sent.",
            "address of a Jira Cloud site"
        );
        AssertNoCredentials();
    }

    [Fact]
    public async Task A_data_center_that_supports_version_3_is_identified()
    {
        Simulator.Faults.On("/rest/api/3/serverInfo").RespondWith(200, """{"deploymentType":"Data Center","version":"10.0.1"}""");
        AssertFails(await InspectAsync(), CheckNames.Address, "type 'Data Center', version 10.0.1", "address of a Jira Cloud site");
        AssertNoCredentials();
    }

    [Fact]
    public async Task An_address_without_Jira_fails_at_the_address()
    {
        Simulator.Faults.OnAny().Respond(404);
        AssertFails(await InspectAsync(), CheckNames.Address, "There is no Jira site at 127.0.0.1", "Check the spelling");
        AssertNoCredentials();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"hello":"world"}""")]
    [InlineData("[]")]
    [InlineData("42")]
    public async Task Json_of_something_else_is_no_jira(string body)
    {
        Simulator.Faults.OnAny().RespondWith(200, body);
        AssertFails(await InspectAsync(), CheckNames.Address, "There is no Jira site", "Check the spelling");
        AssertNoCredentials();
    }

    [Fact]
    public async Task A_log_in_page_receives_no_credentials()
    {
        Simulator.Faults.OnAny().LoginPage();
        AssertFails(await InspectAsync(), CheckNames.Address, "web page", "Open the address in a browser");
        AssertNoCredentials();
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_receives_no_credentials()
    {
        Simulator.Faults.OnAny().Redirect(new Uri("https://renamed.atlassian.net/"));
        AssertFails(await InspectAsync(), CheckNames.Address, "redirects to https://renamed.atlassian.net", "specify the new address together with the key");
        AssertNoCredentials();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_site_in_trouble_fails_at_the_address(int status)
    {
        Simulator.Faults.OnAny().Respond(status);
        AssertFails(await InspectAsync(), CheckNames.Address, $"could not process the request ({status})", "Try again later");
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_site_that_refuses_anonymous_requests_receives_no_credentials(int status)
    {
        Simulator.Faults.On("/rest/api/3/serverInfo").Respond(status);
        AssertFails(await InspectAsync(), CheckNames.Site, $"({status})", string.Empty);
        AssertNoCredentials();
    }

    [Fact]
    public async Task A_site_without_a_title_goes_by_its_host()
    {
        Simulator.Faults.On("/rest/api/3/serverInfo").RespondWith(200, """{"deploymentType":"cloud"}""");
        var inspection = await InspectAsync();
        AssertPasses(inspection);
        Assert.Null(inspection.Title);
        Assert.Contains("'127.0.0.1'", Check(inspection, CheckNames.Site).Detail);
    }

    [Theory]
    [InlineData(-3, CheckOutcome.Failed)]
    [InlineData(5, CheckOutcome.Warning)]
    [InlineData(100, CheckOutcome.Passed)]
    public async Task The_given_date_is_checked(int days, CheckOutcome outcome)
    {
        var inspection = await InspectAsync(source => source with { ExpiresOn = TestClock.Start.AddDays(days) });
        Assert.Equal(outcome, Check(inspection, CheckNames.KeyExpiry).Outcome);
    }

    private void AssertNoCredentials() => Assert.DoesNotContain(Simulator.Requests.Snapshot(), request => request.HasCredentials);
}
