using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Simulator.Tests.Control;

/// <summary>The control API's writes, members, and limits.</summary>
public sealed class ControlWritesTests : ListTest
{
    [Fact]
    public async Task Writes_are_listed_in_order_and_cleared()
    {
        var group = Groups.FindByName("nobody-yet")!;
        Person person = Everybody.First(person => person.Index > 0 && person is { Kind: AccountKind.Person, Status: "active" });
        var memberships = Directory(0) + "/groups/" + group.Id + "/memberships";
        using var added = await PostAsync(memberships, new JsonObject { ["accountId"] = person.AccountId }.ToJsonString(), Bearer());
        Assert.Equal([person.AccountId], (await ControlAsync("/groups/nobody-yet/members")).AsArray().Select(id => (string?)id));
        using var again = await PostAsync(memberships, new JsonObject { ["accountId"] = person.AccountId }.ToJsonString(), Bearer());
        using var removed = await SendAsync(HttpMethod.Delete, memberships + "/" + Uri.EscapeDataString(person.AccountId), Bearer());

        var writes = (await ControlAsync("/writes")).AsArray();

        Assert.Equal(["add-member", "remove-member"], writes.Select(write => (string?)write!["kind"]));
        Assert.All(writes, write => Assert.Equal((person.AccountId, group.Id), ((string?)write!["accountId"], (string?)write["groupId"])));
        Assert.Empty((await ControlAsync("/groups/nobody-yet/members")).AsArray());
        using var cleared = await SendAsync(HttpMethod.Delete, "/_simulator/writes", null);
        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Empty((await ControlAsync("/writes")).AsArray());
    }

    [Fact]
    public async Task Members_of_an_unknown_group_are_404()
    {
        using var response = await GetAsync("/_simulator/groups/unknown/members");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_limit_is_set_and_removed()
    {
        Assert.Equal(HttpStatusCode.NoContent, await LimitAsync("""{"requestsPerSecond": 1}"""));
        Assert.Equal(1, Simulator.State.RequestsPerSecond);
        Assert.Equal(HttpStatusCode.NoContent, await LimitAsync("""{"requestsPerSecond": null}"""));
        Assert.Null(Simulator.State.RequestsPerSecond);
        Assert.Equal(HttpStatusCode.BadRequest, await LimitAsync("""{"requests": 1}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await LimitAsync("{"));
    }

    private Task<JsonNode> ControlAsync(string path) => OkAsync("/_simulator" + path, Bearer());

    private async Task<HttpStatusCode> LimitAsync(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await SendAsync(HttpMethod.Put, "/_simulator/limits", null, content);
        return response.StatusCode;
    }
}
