using System;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Connectors.JiraCloud;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Connectors.JiraCloud;

/// <summary>A host that does not belong to Atlassian never receives the credentials.</summary>
public class ForeignHostTests
{
    private static readonly Uri Foreign = new("https://jira.acme.example/");
    private static readonly Uri Site = new("https://acme.atlassian.net/");

    [Theory]
    [InlineData("https://acme.atlassian.net", "Specify the site's own address, https://acme.atlassian.net.")]
    [InlineData("https://acme.atlassian.net/jira?x", "Specify the site's own address, https://acme.atlassian.net.")]
    [InlineData("https://jira.acme.example", "such as https://acme.atlassian.net.")]
    [InlineData("https://evil.example/.atlassian.net", "such as https://acme.atlassian.net.")]
    [InlineData("http://127.0.0.1:8080", "such as https://acme.atlassian.net.")]
    [InlineData("nonsense", "such as https://acme.atlassian.net.")]
    public async Task The_error_for_a_custom_domain_names_the_sites_Atlassian_address(string baseUrl, string advice)
    {
        var stub = new StubHandler(_ => StubHandler.Json($$"""{"deploymentType":"Cloud","baseUrl":"{{baseUrl}}","serverTitle":"Acme"}"""));
        var failed = await FailsAsync(stub, Foreign, CheckNames.Address);
        Assert.Contains("jira.acme.example is not an address of Atlassian's cloud. No credentials were sent.", failed.Detail);
        Assert.Contains(advice, failed.Recommendation);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_data_center_is_called_one_whichever_version_it_answers(int version)
    {
        var stub = new StubHandler(request =>
            request.RequestUri!.AbsolutePath == $"/rest/api/{version}/serverInfo"
                ? StubHandler.Json("""{"deploymentType":"Server","version":"9.17.5","baseUrl":"https://jira.acme.example"}""")
                : StubHandler.Json("{}", HttpStatusCode.NotFound)
        );
        var failed = await FailsAsync(stub, Foreign, CheckNames.Address);
        Assert.Contains("is not a Jira Cloud site. It is a Jira of type 'Server', version 9.17.5", failed.Detail);
    }

    [Fact]
    public async Task A_host_without_any_jira_is_not_atlassians()
    {
        var stub = new StubHandler(_ => StubHandler.Json("{}", HttpStatusCode.NotFound));
        Assert.Contains("is not an address of Atlassian's cloud", (await FailsAsync(stub, Foreign, CheckNames.Address)).Detail);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task Whatever_it_answers_it_is_not_atlassians(HttpStatusCode status)
    {
        var stub = new StubHandler(_ => StubHandler.Json("{}", status));
        Assert.Contains("is not an address of Atlassian's cloud", (await FailsAsync(stub, Foreign, CheckNames.Address)).Detail);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, "'acme.atlassian.net' could not be resolved", "Check the spelling")]
    [InlineData(SocketError.ConnectionRefused, "could not connect to acme.atlassian.net", "port 443")]
    [InlineData(SocketError.TimedOut, "acme.atlassian.net did not respond in time", "Try again later")]
    [InlineData(SocketError.ConnectionReset, "closed before the response", "firewall")]
    public async Task A_site_that_cannot_be_reached_fails_at_the_address(SocketError error, string detail, string advice)
    {
        var stub = new StubHandler(_ => throw new HttpRequestException("failed", new SocketException((int)error)));
        var failed = await FailsAsync(stub, Site, CheckNames.Address);
        Assert.Contains(detail, failed.Detail);
        Assert.Contains(advice, failed.Recommendation);
    }

    [Fact]
    public async Task A_failing_handshake_fails_at_tls()
    {
        var stub = new StubHandler(_ => throw new HttpRequestException("failed", new AuthenticationException("The certificate is not trusted.")));
        Assert.Contains("The certificate is not trusted.", (await FailsAsync(stub, Site, CheckNames.Tls)).Detail);
    }

    [Fact]
    public async Task A_site_that_calls_itself_something_else_is_a_warning_and_goes_on()
    {
        var stub = new StubHandler(request =>
            request.RequestUri!.AbsolutePath.EndsWith("serverInfo", StringComparison.Ordinal)
                ? StubHandler.Json("""{"deploymentType":"Cloud","baseUrl":"https://renamed.atlassian.net","serverTitle":"Acme"}""")
                : StubHandler.Json("""{"accountId":"1","permissions":{"ADMINISTER":{"havePermission":true},"USER_PICKER":{"havePermission":true}}}""")
        );
        var inspection = await InspectAsync(stub, Site);
        Assert.Null(inspection.Failure);
        Assert.Contains(inspection.Checks, check =>
            check is { Name: CheckNames.Site, Outcome: CheckOutcome.Warning }
            && check.Detail.Contains("https://renamed.atlassian.net", StringComparison.Ordinal)
        );
        Assert.All(stub.Requests, request => Assert.Equal("acme.atlassian.net", request.Address.Host));
    }

    [Theory]
    [InlineData("https://acme.atlassian.net/", "api.atlassian.com")]
    [InlineData("https://acme.atlassian-us-gov-mod.net/", "api.atlassian-us-gov-mod.com")]
    public async Task A_token_with_scopes_goes_to_the_gateway_of_its_cloud_and_to_no_other_host(string site, string gateway)
    {
        var stub = new StubHandler(request =>
            request.RequestUri!.AbsolutePath switch
            {
                "/rest/api/3/serverInfo" => StubHandler.Json("""{"deploymentType":"Cloud"}"""),
                "/_edge/tenant_info" => StubHandler.Json("""{"cloudId":"cloud-1"}"""),
                _ => StubHandler.Json("""{"accountId":"1","permissions":{"ADMINISTER":{"havePermission":true},"USER_PICKER":{"havePermission":true}}}"""),
            }
        );
        var inspection = await InspectAsync(stub, new Uri(site), scoped: true);
        Assert.Null(inspection.Failure);
        Assert.All(stub.Requests, request => Assert.Equal(request.Authorization is null ? new Uri(site).Host : gateway, request.Address.Host));
        Assert.Contains(stub.Requests, request => request.Authorization == "Basic " + Canary.Base64);
    }

    private static async Task<SourceInspection> InspectAsync(StubHandler stub, Uri address, bool scoped = false)
    {
        using var connector = new JiraCloudConnector(SampleSource.Site(address) with { ScopedToken = scoped }, Canary.ApiKey, stub.Options());
        var inspection = await connector.Get<IConnectionTester>().TestAsync(TestContext.Current.CancellationToken);
        Canary.AssertAbsent(inspection);
        return inspection;
    }

    private static async Task<SourceCheck> FailsAsync(StubHandler stub, Uri address, string name)
    {
        var inspection = await InspectAsync(stub, address);
        Assert.Equal(name, inspection.Failure!.Name);
        Assert.NotEmpty(stub.Requests);
        Assert.All(stub.Requests, request => Assert.Null(request.Authorization));
        return inspection.Failure;
    }
}
