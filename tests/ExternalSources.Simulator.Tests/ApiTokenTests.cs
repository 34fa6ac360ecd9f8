using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Simulator.Tests;

/// <summary>API tokens of accounts are listed and revoked by the user management API.</summary>
public sealed class ApiTokenTests : AccountTest
{
    [Fact]
    public void Some_people_have_none_and_some_up_to_four()
    {
        ApiToken[][] tokens = [.. Everybody.Select(person => Acme.ApiTokens.Of(person.Index).ToArray())];
        Assert.Equal([0, 1, 2, 3, 4], tokens.Select(own => own.Length).Distinct().Order());
        Assert.Distinct(tokens.SelectMany(own => own).Select(token => token.Id));
        Assert.All(tokens.SelectMany(own => own), token => Assert.True(token.LastAccessDaysAgo is null || token.LastAccessDaysAgo < token.CreatedDaysAgo));
        var again = new ApiTokenBook(1, People);
        Assert.All(Everybody, person => Assert.Equal(Acme.ApiTokens.Of(person.Index), again.Of(person.Index)));
        Assert.All(Everybody.Where(person => person.Account == AccountState.Closed || person.Kind != AccountKind.Person), person => Assert.Empty(Acme.ApiTokens.Of(person.Index)));
    }

    [Fact]
    public async Task Tokens_are_listed_without_their_secrets()
    {
        Person person = Find(candidate => Acme.ApiTokens.Of(candidate.Index).Count == 4);
        JsonArray rows = (await OkAsync(Manage(person) + "/api-tokens", Bearer())).AsArray();
        Assert.Equal(Acme.ApiTokens.Of(person.Index).Select(token => (token.Id, token.Label)), rows.Select(row => ((string)row!["id"]!, (string)row["label"]!)));
        Assert.All(rows, row => Assert.True(Date(row!["createdAt"]!) < Time.Now && Time.Now < Date(row["expiry"]!)));
        Assert.Empty((await OkAsync(Manage(Find(candidate => Acme.ApiTokens.Of(candidate.Index).Count == 0)) + "/api-tokens", Bearer())).AsArray());
    }

    [Fact]
    public async Task A_revoked_token_is_gone()
    {
        Person person = Find(candidate => Acme.ApiTokens.Of(candidate.Index).Count == 2);
        IReadOnlyList<ApiToken> tokens = Acme.ApiTokens.Of(person.Index);
        using HttpResponseMessage revoked = await RevokeAsync(person, tokens[0].Id);
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        await ExpectManagementErrorAsync(await RevokeAsync(person, tokens[0].Id), HttpStatusCode.NotFound, "notFound");
        JsonNode left = Assert.Single((await OkAsync(Manage(person) + "/api-tokens", Bearer())).AsArray())!;
        Assert.Equal(tokens[1].Id, (string?)left["id"]);
        ExpectWrites(person, "revoke-token");
    }

    [Fact]
    public async Task Nobody_elses_tokens_are_revoked()
    {
        Person owner = Find(candidate => Acme.ApiTokens.Of(candidate.Index).Count == 1);
        string token = Acme.ApiTokens.Of(owner.Index)[0].Id;
        Person other = Find(candidate => candidate.Index != owner.Index);
        Person unmanaged = Everybody.First(person => !person.Managed);
        await ExpectManagementErrorAsync(await RevokeAsync(other, token), HttpStatusCode.NotFound, "notFound");
        await ExpectManagementErrorAsync(await RevokeAsync(owner, "nothing"), HttpStatusCode.NotFound, "notFound");
        await ExpectManagementErrorAsync(await RevokeAsync(unmanaged, token), HttpStatusCode.Forbidden, "forbidden");
        await ExpectManagementErrorAsync(await GetAsync(Manage(unmanaged) + "/api-tokens", Bearer()), HttpStatusCode.Forbidden, "forbidden");
        await ExpectManagementErrorAsync(await GetAsync(Manage(owner) + "/api-tokens", Bearer(SimulatorKeys.ScopedOrganization)), HttpStatusCode.Forbidden, "forbidden");
        Assert.Single(Acme.ApiTokens.Of(owner.Index));
        Assert.Empty(Simulator.State.Writes.Snapshot());
    }

    private static DateTimeOffset Date(JsonNode value) => DateTimeOffset.Parse((string)value!, CultureInfo.InvariantCulture);

    private Task<HttpResponseMessage> RevokeAsync(Person person, string tokenId) =>
        SendAsync(HttpMethod.Delete, Manage(person) + "/api-tokens/" + tokenId, Bearer());
}
