using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Core.Tests.Connectors.Organization;

public class AccessConnectionTests : AccessTest
{
    [Fact]
    public async Task A_good_key_passes_every_check()
    {
        Simulator.Faults.On("**/workspaces").RespondWith(200, """{"data":[]}""");
        var inspection = await InspectAsync();

        Assert.All(inspection.Checks, check => Assert.Equal(CheckOutcome.Passed, check.Outcome));
        Assert.Equal((OrganizationId, "Acme", OrganizationKey.ExpiresAt), (inspection.OrganizationId, inspection.Title, inspection.ExpiresOn));
        Assert.Equal([new OrganizationReference(OrganizationId, "Acme")], inspection.Organizations);
        Assert.False(inspection.NeedsOrganization);
        Assert.All(Simulator.Requests.Snapshot(), request => Assert.Equal((200, "acme"), (request.Status, request.Key)));
    }

    [Fact]
    public async Task A_test_changes_nothing_and_sends_few_requests()
    {
        await InspectAsync();
        var searched = Simulator.Requests.Snapshot().Where(request => request.Method != "GET").Select(request => request.Path.Split('/')[^1]).ToArray();
        Assert.All(searched, path => Assert.True(path is "search" or "workspaces", path));
        Assert.Equal(9, Simulator.Requests.Count);
    }

    [Fact]
    public async Task A_wrong_key_fails_at_the_credentials()
    {
        var inspection = await InspectAsync(Source, "some-other-key");
        AssertFails(
            inspection,
            CheckNames.Credentials,
            "does not accept the API key (401). The key is wrong, revoked or expired",
            "A personal API token does not work for an organization"
        );
        Assert.Equal(1, Simulator.Requests.Count);
    }

    [Fact]
    public async Task A_revoked_key_fails_at_the_credentials()
    {
        OrganizationKey.Revoked = true;
        AssertFails(await InspectAsync(), CheckNames.Credentials, "revoked", "admin.atlassian.com > Settings > API keys");
    }

    [Fact]
    public async Task A_key_that_expired_by_the_date_on_record_says_when()
    {
        OrganizationKey.ExpiresAt = TestClock.Start.AddDays(-2);
        var inspection = await InspectAsync(source => source with { ExpiresOn = TestClock.Start.AddDays(-2) });
        AssertFails(inspection, CheckNames.Credentials, "The key expired on 2026-06-29", "Create a new key");
    }

    [Theory]
    [InlineData(500, "could not process the request (500)", "Try again later")]
    [InlineData(404, "did not find this address (404)", "Check the address")]
    [InlineData(429, "limits the rate", "run the command again")]
    public async Task A_service_in_trouble_fails_at_the_address(int status, string words, string advice)
    {
        Simulator.Faults.On("/admin/v1/orgs").Respond(status);
        AssertFails(await InspectAsync(), CheckNames.Address, words, advice);
    }

    [Fact]
    public async Task A_log_in_page_fails_at_the_address()
    {
        Simulator.Faults.OnAny().LoginPage();
        AssertFails(await InspectAsync(), CheckNames.Address, "web page", "Open the address in a browser");
    }

    [Fact]
    public async Task A_redirect_fails_at_the_address_and_is_not_followed()
    {
        Simulator.Faults.OnAny().Redirect(new Uri("https://other.example/"));
        AssertFails(await InspectAsync(), CheckNames.Address, "redirects to https://other.example", "do not trust the redirect");
        Assert.Equal(1, Simulator.Requests.Count);
    }

    [Fact]
    public async Task Json_of_something_else_fails_at_the_address()
    {
        Simulator.Faults.OnAny().RespondWith(200, """{"hello": "world"}""");
        AssertFails(await InspectAsync(), CheckNames.Address, "contains no data", "not an address of the admin API");
    }

    [Fact]
    public async Task A_failing_handshake_passes_the_address_and_fails_at_tls()
    {
        var stub = new StubHandler(_ =>
            throw new System.Net.Http.HttpRequestException(
                "failed",
                new System.Security.Authentication.AuthenticationException("The certificate is not trusted.")
            )
        );
        var inspection = await InspectAsync(Source with { Url = ServiceAddress.AdminApi }, options: stub.Options());
        AssertFails(inspection, CheckNames.Tls, "The certificate is not trusted.", "cannot be turned off");
    }

    [Fact]
    public async Task An_unknown_host_name_fails_at_the_address()
    {
        var stub = new StubHandler(_ =>
            throw new System.Net.Http.HttpRequestException("failed", new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound))
        );
        var inspection = await InspectAsync(Source with { Url = ServiceAddress.AdminApi }, options: stub.Options());
        AssertFails(inspection, CheckNames.Address, "'api.atlassian.com' could not be resolved", "resolve internet names");
    }

    [Fact]
    public async Task Encryption_is_not_needed_on_loopback_only()
    {
        Assert.Contains("belongs to this machine", Check(await InspectAsync(), CheckNames.Tls).Detail);
        var stub = new StubHandler(_ => StubHandler.Json("{}", System.Net.HttpStatusCode.Unauthorized));
        var inspection = await InspectAsync(Source with { Url = ServiceAddress.AdminApi }, options: stub.Options());
        Assert.Contains("encrypted", Check(inspection, CheckNames.Tls).Detail);
    }

    [Fact]
    public async Task A_refusal_that_repeats_the_key_is_shown_without_it()
    {
        Simulator.Faults.On("/admin/v2/orgs/*/directories").Respond(403).EchoAuthorization();
        var check = Check(await InspectAsync(), CheckNames.ReadDirectories);
        Assert.Equal(CheckOutcome.Warning, check.Outcome);
        Assert.Contains("***", check.Detail);
    }
}
