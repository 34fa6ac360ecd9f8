using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Simulator.Tests.Organization;

public sealed class UserSearchTests : SimulatorTest
{
    protected override SimulatorOptions Options => new() { Users = 700 };

    private AtlassianOrganization Acme => Simulator.State.Organizations[0];

    private string Directory => "/admin/v2/orgs/" + Acme.Id + "/directories/-";

    private IEnumerable<Person> Everybody => Enumerable.Range(0, Acme.People.Count).Select(index => Acme.People[index]);

    [Theory]
    [InlineData("{}", 50)]
    [InlineData("""{"limit": 7}""", 7)]
    [InlineData("""{"limit": 100}""", 100)]
    public async Task Pages_are_50_by_default_and_100_at_most(string body, int expected)
    {
        var page = await SearchAsync(body);
        Assert.Equal(expected, page["data"]!.AsArray().Count);
        Assert.NotNull(page["links"]!["next"]);
    }

    [Fact]
    public async Task An_empty_body_is_no_filter()
    {
        using var response = await SendAsync(HttpMethod.Post, Directory + "/users/search", Bearer());
        Assert.Equal(50, (await JsonAsync(response))["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task All_pages_together_return_each_user_once()
    {
        var rows = await SearchAllAsync([]);
        Assert.Equal(Everybody.Select(person => person.AccountId), rows.Select(row => (string)row["accountId"]!));
    }

    [Theory]
    [InlineData("claimStatus", "unmanaged")]
    [InlineData("status", "suspended")]
    [InlineData("status", "for_deletion")]
    [InlineData("accountStatus", "inactive")]
    [InlineData("membershipStatus", "no_membership")]
    public async Task A_filter_returns_exactly_the_matching_users_and_the_count_agrees(string name, string value)
    {
        Simulator.State.Behavior.UserCount = UserCountForm.SameAsSearch;
        var filter = new JsonObject { [name] = name == "claimStatus" ? value : new JsonArray(value) };
        var rows = await SearchAllAsync(filter);
        using var count = await GetAsync(Directory + "/users/count?" + name + "=" + value, Bearer());

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(value, (string?)row[name]));
        Assert.Equal(rows.Count, (int)(await JsonAsync(count))["count"]!);
    }

    [Fact]
    public async Task People_are_found_by_id_and_by_address_case_insensitively()
    {
        Person person = Everybody.First(person => person.Index > 300 && person.VisibleEmail is not null);
        var byId = await SearchAsync(new JsonObject { ["accountIds"] = new JsonArray(person.AccountId, "unknown") }.ToJsonString());
        var byEmail = await SearchAsync(new JsonObject { ["emails"] = new JsonArray(person.Email!.ToUpperInvariant()) }.ToJsonString());

        Assert.Equal(person.Name, (string?)Assert.Single(byId["data"]!.AsArray())!["name"]);
        Assert.Equal(person.AccountId, (string?)Assert.Single(byEmail["data"]!.AsArray())!["accountId"]);
    }

    [Fact]
    public async Task A_hidden_address_is_not_returned_and_not_found()
    {
        var hidden = Everybody.First(person => person.Email is not null && person.VisibleEmail is null);
        var byId = await SearchAsync(new JsonObject { ["accountIds"] = new JsonArray(hidden.AccountId) }.ToJsonString());
        var byEmail = await SearchAsync(new JsonObject { ["emails"] = new JsonArray(hidden.Email) }.ToJsonString());

        Assert.Null(byId["data"]![0]!["email"]);
        Assert.Empty(byEmail["data"]!.AsArray());
    }

    [Fact]
    public async Task A_search_term_matches_names_and_addresses()
    {
        var term = Acme.People[0].Nickname;
        var rows = await SearchAllAsync(new JsonObject { ["searchTerm"] = term });
        Assert.Contains(rows, row => (string?)row["accountId"] == Acme.People[0].AccountId);
        Assert.All(rows, row => Assert.Contains(term, row.ToJsonString(Tests.Json.Readable), StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("""{"emails": ["a@b.example"], "searchTerm": "a"}""")]
    [InlineData("""{"limt": 5}""")]
    [InlineData("""{"status": "active"}""")]
    [InlineData("""{"status": ["asleep"]}""")]
    [InlineData("""{"limit": 0}""")]
    [InlineData("""{"expand": ["everything"]}""")]
    [InlineData("""[]""")]
    [InlineData("""{"limit":""")]
    public async Task An_invalid_body_is_ADMIN_400_24(string body)
    {
        using var response = await PostAsync(Directory + "/users/search", body, Bearer());
        await ExpectErrorAsync(response, HttpStatusCode.BadRequest, "ADMIN-400-24");
    }

    [Fact]
    public async Task A_cursor_is_valid_only_for_its_own_search()
    {
        var cursor = (string)(await SearchAsync("""{"claimStatus": "managed"}"""))["links"]!["next"]!;
        foreach (
            var body in new JsonObject[]
            {
                new() { ["cursor"] = cursor },
                new() { ["cursor"] = "nonsense" },
                new() { ["cursor"] = "" },
            }
        )
        {
            using var response = await PostAsync(Directory + "/users/search", body.ToJsonString(), Bearer());
            await ExpectErrorAsync(response, HttpStatusCode.BadRequest, "ADMIN-400-1");
        }
    }

    [Fact]
    public async Task A_body_without_the_JSON_content_type_is_415()
    {
        using var text = new StringContent("{}", Encoding.UTF8, "text/plain");
        using var response = await SendAsync(HttpMethod.Post, Directory + "/users/search", Bearer(), text);
        await ExpectErrorAsync(response, HttpStatusCode.UnsupportedMediaType, "ADMIN-415-1");
    }

    [Fact]
    public async Task Activity_is_returned_on_request()
    {
        var page = await SearchAsync("""{"limit": 1, "expand": ["productAccess", "platformRoles", "counts.resources", "groups"]}""");
        var administrator = page["data"]![0]!;
        Assert.Equal("jira", (string?)administrator["productAccess"]![0]!["key"]);
        Assert.NotEmpty(administrator["platformRoles"]!.AsArray());
        Assert.True((int)administrator["counts"]!["resources"]! >= administrator["productAccess"]!.AsArray().Count);
        Assert.Contains(administrator["groups"]!.AsArray(), group => (string?)group!["name"] == "jira-administrators");
        Assert.Null((await SearchAsync("""{"limit": 1}"""))["data"]![0]!["productAccess"]);
    }

    [Fact]
    public async Task One_user_is_returned_by_id()
    {
        using var found = await GetAsync(Directory + "/users/" + Uri.EscapeDataString(Acme.People[5].AccountId), Bearer());
        using var missing = await GetAsync(Directory + "/users/557058%3A00000000-0000-4000-8000-000000000000", Bearer());
        Assert.Equal(Acme.People[5].Name, (string?)(await JsonAsync(found))["data"]!["name"]);
        await ExpectErrorAsync(missing, HttpStatusCode.NotFound, "ADMIN-404-8");
    }

    [Fact]
    public async Task A_directory_is_selected_by_its_id_or_a_dash()
    {
        var root = "/admin/v2/orgs/" + Acme.Id + "/directories/";
        using var real = await GetAsync(root + Acme.Directories[0].Id + "/users/count", Bearer());
        using var unknown = await GetAsync(root + "elsewhere/users/count", Bearer());
        Assert.Equal(700 + Simulator.State.Behavior.OutsideAccounts, (int)(await JsonAsync(real))["count"]!);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private async Task<JsonNode> SearchAsync(string body)
    {
        using var response = await PostAsync(Directory + "/users/search", body, Bearer());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await JsonAsync(response);
    }

    private async Task<List<JsonNode>> SearchAllAsync(JsonObject body)
    {
        List<JsonNode> rows = [];
        string? cursor;
        do
        {
            var page = await SearchAsync(body.ToJsonString());
            rows.AddRange(page["data"]!.AsArray()!);
            cursor = (string?)page["links"]!["next"];
            body["cursor"] = cursor;
        } while (cursor is not null);
        return rows;
    }
}
