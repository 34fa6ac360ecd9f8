using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Simulator.Tests.Organization;

/// <summary>Managed accounts and dates of activity in version 1 of the organization API.</summary>
public sealed class ManagedAccountsTests : ListTest
{
    [Fact]
    public async Task Managed_accounts_are_returned_fifty_a_page_linked_by_URL()
    {
        List<JsonNode> rows = [];
        var next = Organization + "/users";
        while (next is not null)
        {
            var page = await OkAsync(next, Bearer());
            Assert.InRange(page["data"]!.AsArray().Count, 1, 50);
            Assert.Equal(Everybody.Count(person => person.Managed), (int)page["meta"]!["total"]!);
            rows.AddRange(page["data"]!.AsArray()!);
            next = (string?)page["links"]!["next"];
            Assert.True(next is null || next.StartsWith("http://127.0.0.1:", StringComparison.Ordinal));
        }

        Assert.Equal(Everybody.Where(person => person.Managed).Select(person => person.AccountId), rows.Select(row => (string)row["account_id"]!));
        Assert.Contains(rows, row => !(bool)row["access_billable"]!);
        Assert.Contains(rows, row => (bool)row["access_billable"]! && row["product_access"]!.AsArray().Count > 1);
        Assert.All(rows.Where(row => (string?)row["account_status"] != "active"), row => Assert.False((bool)row["access_billable"]!));
    }

    [Fact]
    public async Task An_invalid_cursor_is_refused()
    {
        using var response = await GetAsync(Organization + "/users?cursor=nonsense", Bearer());
        await ExpectErrorAsync(response, HttpStatusCode.BadRequest, "ADMIN-400-1");
    }

    [Fact]
    public async Task Activity_of_one_user_matches_the_list()
    {
        foreach (var row in (await SearchUsersAsync(new JsonObject { ["expand"] = Array("productAccess") })).Take(40))
        {
            var dates = (await OkAsync(Organization + "/directory/users/" + Uri.EscapeDataString((string)row["accountId"]!) + "/last-active-dates", Bearer()))[
                "data"
            ]!;
            Assert.Equal(
                row["productAccess"]!.AsArray().Select(entry => ((string?)entry!["key"], (string?)entry["lastActiveTimestamp"])),
                dates["product_access"]!.AsArray().Select(entry => ((string?)entry!["key"], (string?)entry["last_active_timestamp"]))
            );
            Assert.Equal((string?)row["addedToOrg"], (string?)dates["added_to_org_timestamp"]);
            Assert.StartsWith((string)dates["added_to_org"]!, (string?)row["addedToOrg"], StringComparison.Ordinal);
        }

        using var unknown = await GetAsync(Organization + "/directory/users/nobody/last-active-dates", Bearer());
        await ExpectErrorAsync(unknown, HttpStatusCode.NotFound, "ADMIN-404-8");
    }

    [Fact]
    public async Task Directories_are_filtered_by_name_id_and_member()
    {
        var path = "/admin/v2/orgs/" + Acme.Id + "/directories?";
        var inBoth = Everybody.First(person => Groups.InDirectory(person.Index, 1));
        var inOne = Everybody.First(person => !Groups.InDirectory(person.Index, 1));
        Assert.Equal(2, await RowsAsync(path));
        Assert.Equal(1, await RowsAsync(path + "searchTerm=directory%202"));
        Assert.Equal(1, await RowsAsync(path + "directoryIds=" + Acme.Directories[1].Id));
        Assert.Equal(2, await RowsAsync(path + "accountId=" + Uri.EscapeDataString(inBoth.AccountId)));
        Assert.Equal(1, await RowsAsync(path + "accountId=" + Uri.EscapeDataString(inOne.AccountId)));
        Assert.Equal(0, await RowsAsync(path + "accountId=nobody"));
    }

    private async Task<int> RowsAsync(string path) => (await OkAsync(path, Bearer()))["data"]!.AsArray().Count;
}
