using System;
using System.Net;
using System.Net.Http.Headers;
using System.Threading.Tasks;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Simulator.Tests.Jira;

public sealed class JiraApiTests : SimulatorTest
{
    protected override SimulatorOptions Options => new() { ScopedKeys = true };

    private SiteToken Token => Simulator.State.SiteTokens[0];

    private string Gateway => "/ex/jira/" + Simulator.State.Site.CloudId;

    [Theory]
    [InlineData("/rest/api/2/serverInfo")]
    [InlineData("/rest/api/3/serverInfo")]
    public async Task ServerInfo_needs_no_credentials(string path)
    {
        using var response = await GetAsync(path);
        var body = await JsonAsync(response);
        Assert.Equal("Cloud", (string?)body["deploymentType"]);
        Assert.Equal("acme", (string?)body["serverTitle"]);
        Assert.Equal(Simulator.Address, new Uri((string)body["baseUrl"]!));
    }

    [Fact]
    public async Task Tenant_info_returns_the_cloud_id()
    {
        using var response = await GetAsync("/_edge/tenant_info");
        Assert.Equal(Simulator.State.Site.CloudId, (string?)(await JsonAsync(response))["cloudId"]);
    }

    [Fact]
    public async Task Myself_returns_the_owner_of_the_token()
    {
        using var response = await GetAsync("/rest/api/3/myself", Basic());
        var body = await JsonAsync(response);
        Assert.Equal(Simulator.State.People[0].AccountId, (string?)body["accountId"]);
        Assert.Equal(SimulatorKeys.AdministratorEmail, (string?)body["emailAddress"]);
        Assert.True((bool)body["active"]!);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_token_of_an_unknown_person_has_an_owner_too()
    {
        var person = Simulator.State.People[7];
        Simulator.State.SiteTokens.Add(
            new SiteToken
            {
                Label = "known",
                Secret = "known",
                Email = "any@acme.example",
                AccountId = person.AccountId,
            }
        );
        Simulator.State.SiteTokens.Add(
            new SiteToken
            {
                Label = "stranger",
                Secret = "stranger",
                Email = "stranger@else.example",
            }
        );
        using var known = await GetAsync("/rest/api/3/myself", Basic("any@acme.example", "known"));
        using var stranger = await GetAsync("/rest/api/3/myself", Basic("Stranger@else.example", "stranger"));

        Assert.Equal(person.AccountId, (string?)(await JsonAsync(known))["accountId"]);
        Assert.Equal("stranger@else.example", (string?)(await JsonAsync(stranger))["emailAddress"]);
    }

    [Fact]
    public async Task Wrong_credentials_return_401_in_plain_text()
    {
        Simulator.State.SiteTokens.Add(
            new SiteToken
            {
                Label = "old",
                Secret = "old",
                Email = "a@acme.example",
                ExpiresAt = Simulator.State.Now,
            }
        );
        Simulator.State.SiteTokens.Add(
            new SiteToken
            {
                Label = "gone",
                Secret = "gone",
                Email = "a@acme.example",
                Revoked = true,
            }
        );
        AuthenticationHeaderValue[] wrong =
        [
            Basic("someone@acme.example"),
            Basic(token: "nonsense"),
            Basic(token: SimulatorKeys.ScopedSite),
            Basic("a@acme.example", "old"),
            Basic("a@acme.example", "gone"),
            Bearer(),
            Bearer(SimulatorKeys.Site),
            new("Basic", "%%%"),
            new("Basic"),
        ];
        foreach (var credentials in wrong)
        {
            using var response = await GetAsync("/rest/api/3/myself", credentials);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
            Assert.Equal(
                "Client must be authenticated to access this resource.",
                await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
            );
        }
    }

    [Fact]
    public async Task Without_credentials_myself_is_401_and_mypermissions_has_no_permission()
    {
        using var myself = await GetAsync("/rest/api/3/myself");
        using var permissions = await GetAsync("/rest/api/3/mypermissions?permissions=ADMINISTER");
        Assert.Equal(HttpStatusCode.Unauthorized, myself.StatusCode);
        Assert.Equal(401, (int)(await JsonAsync(myself))["status-code"]!);
        Assert.False((bool)(await JsonAsync(permissions))["permissions"]!["ADMINISTER"]!["havePermission"]!);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Permissions_match_the_token(bool administrator, bool browse)
    {
        (Token.Administrator, Token.CanBrowseUsers) = (administrator, browse);
        using var response = await GetAsync("/rest/api/3/mypermissions?permissions=ADMINISTER,USER_PICKER", Basic());
        var permissions = (await JsonAsync(response))["permissions"]!;
        Assert.Equal(administrator, (bool)permissions["ADMINISTER"]!["havePermission"]!);
        Assert.Equal(browse, (bool)permissions["USER_PICKER"]!["havePermission"]!);
        Assert.Equal("GLOBAL", (string?)permissions["USER_PICKER"]!["type"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?permissions=")]
    [InlineData("?permissions=ADMINISTER,DANCE")]
    public async Task Permissions_are_requested_by_name(string query)
    {
        using var response = await GetAsync("/rest/api/3/mypermissions" + query, Basic());
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Single((await JsonAsync(response))["errorMessages"]!.AsArray());
    }

    [Fact]
    public async Task Unknown_paths_are_404_as_JSON_in_the_API_and_as_a_page_elsewhere()
    {
        using var api = await GetAsync("/rest/api/3/nothing", Basic());
        using var page = await GetAsync("/secure/Nothing.jspa");
        Assert.Equal(HttpStatusCode.NotFound, api.StatusCode);
        Assert.Single((await JsonAsync(api))["errorMessages"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_scoped_token_works_through_the_gateway()
    {
        using var response = await GetAsync(Gateway + "/rest/api/3/myself", Basic(token: SimulatorKeys.ScopedSite));
        Assert.Equal(SimulatorKeys.AdministratorEmail, (string?)(await JsonAsync(response))["emailAddress"]);
    }

    [Fact]
    public async Task The_gateway_has_its_own_error_body()
    {
        Simulator.State.SiteTokens[1].Scopes = ["read:jira-work"];
        await ExpectGatewayAsync(Gateway + "/rest/api/3/myself", Basic(token: SimulatorKeys.ScopedSite), 401, "Unauthorized; scope does not match");
        await ExpectGatewayAsync(Gateway + "/rest/api/3/myself", Basic(), 401, "Unauthorized");
        await ExpectGatewayAsync(Gateway + "/rest/api/3/myself", null, 401, "Unauthorized");
        await ExpectGatewayAsync("/ex/jira/" + Guid.Empty + "/rest/api/3/myself", Basic(token: SimulatorKeys.ScopedSite), 404, "Not Found");
    }

    [Fact]
    public async Task A_data_center_has_version_2_only()
    {
        Simulator.State.Site.DeploymentType = "Server";
        using var second = await GetAsync("/rest/api/2/serverInfo");
        using var third = await GetAsync("/rest/api/3/serverInfo", Basic());
        using var tenant = await GetAsync("/_edge/tenant_info");
        Assert.Equal("Server", (string?)(await JsonAsync(second))["deploymentType"]);
        Assert.Equal(HttpStatusCode.NotFound, third.StatusCode);
        Assert.Equal(404, (int)(await JsonAsync(third))["status-code"]!);
        Assert.Equal(HttpStatusCode.NotFound, tenant.StatusCode);
    }

    private async Task ExpectGatewayAsync(string path, AuthenticationHeaderValue? credentials, int status, string message)
    {
        using var response = await GetAsync(path, credentials);
        var body = await JsonAsync(response);
        Assert.Equal((status, status, message), ((int)response.StatusCode, (int)body["code"]!, (string?)body["message"]));
    }
}
