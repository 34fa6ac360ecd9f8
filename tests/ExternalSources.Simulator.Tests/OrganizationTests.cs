using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Simulator.Tests;

public sealed class OrganizationTests : SimulatorTest
{
    private AtlassianOrganization Acme => Simulator.State.Organizations[0];

    [Fact]
    public async Task The_default_key_sees_its_organization()
    {
        using HttpResponseMessage response = await GetAsync("/admin/v1/orgs", Bearer());
        JsonNode body = await JsonAsync(response);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        JsonNode only = Assert.Single(body["data"]!.AsArray())!;
        Assert.Equal(Acme.Id, (string?)only["id"]);
        Assert.Equal("orgs", (string?)only["type"]);
        Assert.Equal("Acme", (string?)only["attributes"]!["name"]);
    }
}
