using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Simulator.Tests;

/// <summary>Accounts are deactivated, activated and deleted by the user management API.</summary>
public sealed class LifecycleTests : AccountTest
{
    [Fact]
    public async Task A_deactivated_account_is_so_in_both_apis_until_it_is_activated()
    {
        Person person = Able;
        using HttpResponseMessage disabled = await PostAsync(Manage(person) + "/lifecycle/disable", """{"message":"On leave"}""", Bearer());
        Assert.Equal(HttpStatusCode.NoContent, disabled.StatusCode);
        JsonNode row = await RowAsync(person);
        Assert.Equal(("deactivated", "inactive", "active", "On leave"), ((string?)row["status"], (string?)row["accountStatus"], (string?)row["membershipStatus"], Now(person).DeactivationMessage));
        Assert.StartsWith("2026-07-01", (string?)row["deactivatedOn"], StringComparison.Ordinal);
        Assert.False((bool)(await JiraAsync("user?accountId=" + Uri.EscapeDataString(person.AccountId)))["active"]!);

        // Once more changes nothing.
        await DoAsync(person, "disable", "enable", "enable");
        Assert.Equal(person, Now(person));
        ExpectWrites(person, "disable", "enable");
    }

    [Fact]
    public async Task The_day_of_a_deactivation_is_the_clocks()
    {
        Time.Now += TimeSpan.FromDays(3);
        await DoAsync(Able, "disable");
        Person person = Everybody.First(candidate => candidate.DeactivatedDaysAgo < 0);
        Assert.StartsWith("2026-07-04", (string?)(await RowAsync(person))["deactivatedOn"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deletion_can_be_cancelled_for_fourteen_days()
    {
        Person person = Able;
        await DoAsync(person, "delete");
        JsonNode row = await RowAsync(person);
        Assert.Equal(("for_deletion", "inactive", true), ((string?)row["status"], (string?)row["accountStatus"], (bool)row["forDeletion"]!));
        await ExpectManagementErrorAsync(await LifecycleAsync(person, "enable"), HttpStatusCode.Conflict, "conflict");

        Time.Now += TimeSpan.FromDays(14) - TimeSpan.FromSeconds(1);
        await DoAsync(person, "delete", "disable", "cancel-delete");
        Assert.Equal(person, Now(person));
        ExpectWrites(person, "delete", "cancel-delete");
        await ExpectManagementErrorAsync(await LifecycleAsync(person, "cancel-delete"), HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task After_fourteen_days_the_account_is_gone()
    {
        Person person = Able;
        Assert.NotEmpty(Groups.GroupsOf(person.Index));
        await DoAsync(person, "delete");
        Time.Now += TimeSpan.FromDays(14);
        foreach (string change in (string[])["cancel-delete", "enable", "disable", "delete"])
        {
            await ExpectManagementErrorAsync(await LifecycleAsync(person, change), HttpStatusCode.NotFound, "accountNotFound");
        }

        JsonNode row = await RowAsync(person);
        Assert.Equal(("closed", "Former user", null, false), ((string?)row["accountStatus"], (string?)row["name"], (string?)row["email"], (bool)row["forDeletion"]!));
        Assert.Empty(Groups.GroupsOf(person.Index));
        ExpectWrites(person, "delete");
    }

    [Fact]
    public async Task Deletions_from_before_the_start_end_on_their_day()
    {
        Person early = Find(person => person.ForDeletion && person.ManagementSource != "synced");
        Time.Now += TimeSpan.FromDays(14 - early.DeactivatedDaysAgo!.Value) - TimeSpan.FromSeconds(1);
        Assert.Equal("for_deletion", (string?)(await RowAsync(early))["status"]);
        Time.Now += TimeSpan.FromSeconds(1);
        Assert.Equal("closed", (string?)(await RowAsync(early))["accountStatus"]);
        Assert.Equal(0, Everybody.Count(person => person.ForDeletion && person.DeactivatedDaysAgo >= early.DeactivatedDaysAgo));
    }

    [Fact]
    public async Task A_deactivated_account_that_is_deleted_and_restored_is_active()
    {
        Person person = Find(candidate => candidate is { Status: "deactivated", Account: AccountState.Inactive, ManagementSource: not "synced" });
        await DoAsync(person, "delete", "cancel-delete");
        Assert.Equal(AccountState.Active, Now(person).Account);
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("enable")]
    [InlineData("delete")]
    [InlineData("cancel-delete")]
    public async Task What_the_account_does_not_allow_is_refused_for_the_same_reason(string change)
    {
        JsonNode mine = await ExpectManagementErrorAsync(await LifecycleAsync(People[0], change), HttpStatusCode.Forbidden, "forbidden.action");
        Assert.Equal("""{"allowed":false,"reason":{"key":"administrative.notMyself"}}""", mine["context"]!.ToJsonString());
        Person synced = Find(person => person is { ManagementSource: "synced", Status: "active" });
        JsonNode provider = await ExpectManagementErrorAsync(await LifecycleAsync(synced, change), HttpStatusCode.Forbidden, "forbidden.action");
        Assert.Equal("externalDirectory.scim", (string?)provider["context"]!["reason"]!["key"]);
        Assert.Empty(Simulator.State.Writes.Snapshot());
    }

    [Fact]
    public async Task Accounts_of_an_identity_provider_can_be_let_go()
    {
        Simulator.State.SyncedLifecycle = true;
        Person synced = Find(person => person is { ManagementSource: "synced", Status: "active" });
        await DoAsync(synced, "disable", "enable", "delete", "cancel-delete");
        Assert.True((bool)(await OkAsync(Manage(synced), Bearer()))["lifecycle.delete"]!["allowed"]!);
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("enable")]
    [InlineData("delete")]
    [InlineData("cancel-delete")]
    public async Task Whose_account_it_is_not_may_not_change_it(string change)
    {
        Person unmanaged = Everybody.First(person => !person.Managed);
        Person unverified = Everybody.First(person => person is { Managed: true, EmailVerified: false });
        await ExpectManagementErrorAsync(await LifecycleAsync(unmanaged, change), HttpStatusCode.Forbidden, "forbidden");
        await ExpectManagementErrorAsync(await LifecycleAsync(unverified, change), HttpStatusCode.Forbidden, "forbidden.targetUnverified");
        await ExpectManagementErrorAsync(await LifecycleAsync(Able with { AccountId = "557058:nobody" }, change), HttpStatusCode.NotFound, "accountNotFound");
        await ExpectManagementErrorAsync(await LifecycleAsync(Able, change, SimulatorKeys.ScopedOrganization), HttpStatusCode.Forbidden, "forbidden");
        await ExpectManagementErrorAsync(await LifecycleAsync(Able, change, "nonsense"), HttpStatusCode.Unauthorized, "unauthorized");
        Simulator.State.OrganizationKeys[0].OrganizationIds = [Simulator.State.Organizations[1].Id];
        await ExpectManagementErrorAsync(await LifecycleAsync(Able, change), HttpStatusCode.Forbidden, "forbidden");
        Assert.Empty(Simulator.State.Writes.Snapshot());
    }

    [Fact]
    public async Task A_deactivation_needs_a_body_that_can_be_read()
    {
        string path = Manage(Able) + "/lifecycle/disable";
        using var text = new StringContent("{}", Encoding.UTF8, "text/plain");
        await ExpectManagementErrorAsync(await SendAsync(HttpMethod.Post, path, Bearer()), HttpStatusCode.BadRequest, "bodyParseFailure");
        await ExpectManagementErrorAsync(await PostAsync(path, "{", Bearer()), HttpStatusCode.BadRequest, "bodyParseFailure");
        await ExpectManagementErrorAsync(await PostAsync(path, "[]", Bearer()), HttpStatusCode.BadRequest, "bodyParseFailure");
        await ExpectManagementErrorAsync(await PostAsync(path, """{"message":1}""", Bearer()), HttpStatusCode.BadRequest, "fieldConstraintsViolated");
        await ExpectManagementErrorAsync(await SendAsync(HttpMethod.Post, path, Bearer(), text), HttpStatusCode.UnsupportedMediaType, "unsupportedMediaType");
    }

    [Fact]
    public async Task Of_many_requests_for_the_same_one_changes_something()
    {
        Person person = Able;
        HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => LifecycleAsync(person, "disable")));
        Assert.All(responses, response => Assert.Equal(HttpStatusCode.NoContent, response.StatusCode));
        ExpectWrites(person, "disable");
    }

    private async Task<JsonNode> RowAsync(Person person) =>
        (await OkAsync(Directory() + "/users/" + Uri.EscapeDataString(person.AccountId), Bearer()))["data"]!;
}
