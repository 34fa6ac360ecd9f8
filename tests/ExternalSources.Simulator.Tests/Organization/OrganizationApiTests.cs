using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Simulator.Tests.Organization;

public sealed class OrganizationApiTests : SimulatorTest
{
    protected override SimulatorOptions Options =>
        new()
        {
            Organizations = 3,
            ScopedKeys = true,
            Directories = 1,
        };

    private AtlassianOrganization Acme => Simulator.State.Organizations[0];

    [Fact]
    public async Task The_default_key_lists_every_organization()
    {
        using var response = await GetAsync("/admin/v1/orgs", Bearer());
        var body = await JsonAsync(response);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(Simulator.State.Organizations.Select(organization => organization.Id), body["data"]!.AsArray().Select(row => (string)row!["id"]!));
        var first = body["data"]![0]!;
        Assert.Equal("orgs", (string?)first["type"]);
        Assert.Equal("Acme", (string?)first["attributes"]!["name"]);
        Assert.True(Guid.TryParse(Acme.Id, out _));
    }

    [Fact]
    public async Task Organizations_are_returned_in_pages_linked_by_URL()
    {
        await using var many = await AtlassianSimulator.StartAsync(new SimulatorOptions { Organizations = 120 }, TestContext.Current.CancellationToken);
        var next = many.Address + "admin/v1/orgs";
        int pages = 0,
            rows = 0;
        while (next is not null)
        {
            using var response = await GetAsync(next, Bearer());
            var body = await JsonAsync(response);
            rows += body["data"]!.AsArray().Count;
            next = (string?)body["links"]!["next"];
            pages++;
        }

        Assert.Equal((3, 120), (pages, rows));
    }

    [Fact]
    public async Task A_scoped_key_lists_no_organization_but_reads_one_by_id()
    {
        using var list = await GetAsync("/admin/v1/orgs", Bearer(SimulatorKeys.ScopedOrganization));
        using var one = await GetAsync("/admin/v1/orgs/" + Acme.Id, Bearer(SimulatorKeys.ScopedOrganization));

        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        Assert.Empty((await JsonAsync(list))["data"]!.AsArray());
        Assert.Equal(Acme.Id, (string?)(await JsonAsync(one))["data"]!["id"]);
    }

    [Fact]
    public async Task An_unknown_organization_is_404_and_a_hidden_one_is_403()
    {
        Simulator.State.OrganizationKeys.Add(
            new OrganizationKey
            {
                Label = "narrow",
                Secret = "narrow",
                OrganizationIds = [Acme.Id],
            }
        );
        using var unknown = await GetAsync("/admin/v1/orgs/" + Guid.Empty, Bearer());
        using var unseen = await GetAsync("/admin/v1/orgs/" + Simulator.State.Organizations[1].Id, Bearer("narrow"));
        using var list = await GetAsync("/admin/v1/orgs", Bearer("narrow"));

        await ExpectErrorAsync(unknown, HttpStatusCode.NotFound, "ADMIN-404-2");
        await ExpectErrorAsync(unseen, HttpStatusCode.Forbidden, "ADMIN-403-3");
        Assert.Single((await JsonAsync(list))["data"]!.AsArray());
    }

    [Fact]
    public async Task Only_a_valid_bearer_key_is_accepted()
    {
        Simulator.State.OrganizationKeys.Add(
            new OrganizationKey
            {
                Label = "old",
                Secret = "old",
                ExpiresAt = Simulator.State.Now,
            }
        );
        Simulator.State.OrganizationKeys.Add(
            new OrganizationKey
            {
                Label = "gone",
                Secret = "gone",
                Revoked = true,
            }
        );
        foreach (
            var credentials in new[]
            {
                null,
                Basic(),
                Basic("x", SimulatorKeys.Organization),
                Bearer(SimulatorKeys.Site),
                Bearer("old"),
                Bearer("gone"),
                Bearer("nonsense"),
            }
        )
        {
            using var response = await GetAsync("/admin/v1/orgs", credentials);
            await ExpectProxyErrorAsync(response, HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task A_key_without_the_right_to_manage_gets_403()
    {
        Simulator.State.OrganizationKeys[0].MayManage = false;
        using var response = await GetAsync("/admin/v1/orgs/" + Acme.Id, Bearer());
        await ExpectErrorAsync(response, HttpStatusCode.Forbidden, "ADMIN-403-3");
    }

    [Fact]
    public async Task Directories_are_returned_in_pages_linked_by_cursor()
    {
        Acme.Directories.Add(new OrganizationDirectory("second", "Second"));
        var path = "/admin/v2/orgs/" + Acme.Id + "/directories?limit=1";
        using var first = await GetAsync(path, Bearer());
        var body = await JsonAsync(first);
        using var second = await GetAsync(path + "&cursor=" + (string?)body["links"]!["next"], Bearer());
        var last = await JsonAsync(second);
        using var bad = await GetAsync(path + "&cursor=nonsense", Bearer());

        Assert.Equal("Acme", (string?)body["data"]![0]!["name"]);
        Assert.Equal("second", (string?)last["data"]![0]!["directoryId"]);
        Assert.Null(last["links"]!["next"]);
        await ExpectErrorAsync(bad, HttpStatusCode.BadRequest, "ADMIN-400-1");
    }

    [Theory]
    [InlineData("GET", "/admin/nothing", 404, "ADMIN-404-1")]
    [InlineData("DELETE", "/admin/v1/orgs", 405, "ADMIN-405-1")]
    public async Task Unknown_paths_and_methods_have_the_error_body_of_the_API(string method, string path, int status, string code)
    {
        using var response = await SendAsync(new HttpMethod(method), path, Bearer());
        await ExpectErrorAsync(response, (HttpStatusCode)status, code);
    }

    [Fact]
    public async Task The_list_of_keys_has_labels_and_dates_but_no_keys()
    {
        var path = "/admin/api-access/v1/orgs/" + Acme.Id + "/api-keys";
        using var response = await GetAsync(path + "?pageSize=1", Bearer());
        var body = await JsonAsync(response);
        using var rest = await GetAsync(path + "?pageSize=10&cursor=" + (string?)body["links"]!["next"], Bearer());
        var more = await JsonAsync(rest);
        var row = body["data"]![0]!;

        Assert.Equal("organization key", (string?)row["label"]);
        Assert.Equal(Simulator.State.StartedAt.AddDays(200), (DateTimeOffset)row["expiresAt"]!, TimeSpan.FromMilliseconds(1));
        Assert.Null(row["status"]);
        Assert.Null(row["name"]);
        Assert.Equal("scoped organization key", (string?)Assert.Single(more["data"]!.AsArray())!["label"]);
        Assert.DoesNotContain(SimulatorKeys.Organization, body.ToJsonString() + more.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_keys_needs_its_right_and_fails_on_unknown_parameters()
    {
        var path = "/admin/api-access/v1/orgs/" + Acme.Id + "/api-keys";
        using var surprised = await GetAsync(path + "?limit=1", Bearer());
        Simulator.State.OrganizationKeys[0].CanReadKeys = false;
        using var refused = await GetAsync(path, Bearer());

        await ExpectErrorAsync(surprised, HttpStatusCode.InternalServerError, "ADMIN-500-1");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }
}
