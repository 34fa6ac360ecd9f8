using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Simulator.Tests.State;

/// <summary>Reads that show changes late, each kind with a delay of its own.</summary>
public sealed class LateReadsTests : ListTest
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));

    protected override SimulatorOptions Options => base.Options with { TimeProvider = _time };

    private Person Somebody =>
        Everybody.First(person => person is { Index: > 0, Kind: AccountKind.Person, Status: "active", Managed: true } && Groups.IsMember(0, person.Index));

    private string AddressOf(Person person) => Directory() + "/users/" + Uri.EscapeDataString(person.AccountId);

    private static string Search(Person person) => $$"""{"accountIds": ["{{person.AccountId}}"], "expand": ["groups"]}""";

    [Fact]
    public async Task A_search_shows_a_state_and_a_membership_late_and_one_user_at_once()
    {
        var person = Somebody;
        Simulator.State.LateReads.Delay(ReadKind.UserSearch, TimeSpan.FromSeconds(30));
        _time.Now += TimeSpan.FromMinutes(1);
        Groups.Remove(0, person.Index);
        Simulator.State.Suspend(person);

        Assert.Equal(("active", true), await SearchAsync(person));
        Assert.Equal("suspended", (string?)(await JsonAsync(await GetAsync(AddressOf(person), Bearer())))["data"]!["status"]);

        _time.Now += TimeSpan.FromSeconds(29);
        Assert.Equal(("active", true), await SearchAsync(person));
        _time.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(("suspended", false), await SearchAsync(person));
    }

    [Fact]
    public async Task Each_change_shows_after_the_delay_of_its_own_time()
    {
        var person = Somebody;
        Simulator.State.LateReads.DelayAll(TimeSpan.FromMinutes(2));
        _time.Now += TimeSpan.FromMinutes(5);
        Groups.Remove(0, person.Index);
        _time.Now += TimeSpan.FromMinutes(1);
        Groups.Add(0, person.Index);
        _time.Now += TimeSpan.FromMinutes(1.5);
        Assert.Equal(("active", false), await SearchAsync(person));
        _time.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(("active", true), await SearchAsync(person));
    }

    [Fact]
    public async Task Role_assignments_show_a_revoked_role_late()
    {
        var person = Somebody;
        var role = new RoleGrant("jira-software", "atlassian/user");
        Acme.DirectRoles.Grant(person.Index, role);
        Simulator.State.LateReads.Delay(ReadKind.RoleAssignments, TimeSpan.FromSeconds(10));
        _time.Now += TimeSpan.FromMinutes(1);
        Acme.DirectRoles.Revoke(person.Index, role);
        Assert.Contains("\"direct\"", await MethodsAsync());
        _time.Now += TimeSpan.FromSeconds(10);
        Assert.DoesNotContain("\"direct\"", await MethodsAsync());

        async Task<string> MethodsAsync() => (await JsonAsync(await GetAsync(AddressOf(person) + "/role-assignments?limit=50", Bearer()))).ToJsonString();
    }

    [Fact]
    public async Task The_site_shows_the_members_of_a_group_late()
    {
        var person = Somebody;
        var added = Everybody.First(other =>
            other is { Index: > 0, Kind: AccountKind.Person } && !Groups.IsMember(0, other.Index) && People.IsOnSite(other.Index)
        );
        Simulator.State.LateReads.Delay(ReadKind.SiteGroups, TimeSpan.FromSeconds(10));
        _time.Now += TimeSpan.FromMinutes(1);
        var before = await TotalAsync();
        Groups.Remove(0, person.Index);
        Groups.Add(0, added.Index);
        Groups.Remove(0, added.Index);
        Assert.Equal(before, await TotalAsync());
        _time.Now += TimeSpan.FromSeconds(10);
        Assert.Equal(before - 1, await TotalAsync());
        Groups.Add(0, added.Index);
        Assert.Equal(before - 1, await TotalAsync());
        _time.Now += TimeSpan.FromSeconds(10);
        Assert.Equal(before, await TotalAsync());

        async Task<int> TotalAsync() =>
            (int)(await JsonAsync(await GetAsync("/rest/api/3/group/member?includeInactiveUsers=true&groupId=" + Groups[0].Id, Basic())))["total"]!;
    }

    [Fact]
    public async Task A_write_sees_the_present()
    {
        var person = Somebody;
        Simulator.State.LateReads.DelayAll(TimeSpan.FromMinutes(2));
        _time.Now += TimeSpan.FromMinutes(5);
        var membership = Directory(Groups[0].Directory) + "/groups/" + Groups[0].Id + "/memberships/" + Uri.EscapeDataString(person.AccountId);
        using var removed = await SendAsync(HttpMethod.Delete, membership, Bearer());
        using var again = await SendAsync(HttpMethod.Delete, membership, Bearer());
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Single(Simulator.State.Writes.Snapshot());
        Assert.Equal(("active", true), await SearchAsync(person));
    }

    private async Task<(string? Status, bool IsMember)> SearchAsync(Person person)
    {
        using var response = await PostAsync(Directory() + "/users/search", Search(person), Bearer());
        var row = (await JsonAsync(response))["data"]![0]!;
        return ((string?)row["status"], row["groups"]!.AsArray().Any(group => ((string)group!["id"]!).EndsWith(Groups[0].Id, StringComparison.Ordinal)));
    }
}
