using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Simulator.Tests.Organization;

/// <summary>Compares filters with the population, and counts with searches.</summary>
public sealed class UserFilterTests : ListTest
{
    [Theory]
    [InlineData("emailDomains", "mail.example")]
    [InlineData("emailDomains", "ACME.example")]
    [InlineData("roleIds", "atlassian/org-admin")]
    [InlineData("roleIds", "atlassian/admin")]
    [InlineData("roleIds", "atlassian/stakeholder")]
    [InlineData("roleIds", "atlassian/customer")]
    public async Task A_filter_returns_some_people_and_the_count_agrees(string name, string value)
    {
        var rows = await SearchUsersAsync(new JsonObject { [name] = Array(value) });
        Assert.InRange(rows.Count, 1, 600);
        Assert.Equal(rows.Count, await CountAsync(name + "=" + Uri.EscapeDataString(value)));
    }

    [Fact]
    public async Task Email_domains_match_visible_addresses_only()
    {
        var rows = await SearchUsersAsync(new JsonObject { ["emailDomains"] = Array("mail.example", "acme.example") });
        Assert.Equal(
            Everybody.Where(person => person.HasDomain("mail.example") || person.HasDomain("acme.example")).Select(person => person.AccountId),
            Ids(rows)
        );
    }

    [Fact]
    public async Task Two_step_verification_filters_on_and_off()
    {
        var on = await SearchUsersAsync(new JsonObject { ["mfaEnabled"] = true });
        var off = await SearchUsersAsync(new JsonObject { ["mfaEnabled"] = false });
        Assert.All(on, row => Assert.True((bool)row["mfaEnabled"]!));
        Assert.Equal(700, on.Count + off.Count);
        Assert.Equal(off.Count + Simulator.State.Behavior.OutsideAccounts, await CountAsync("mfaEnabled=false"));
    }

    [Fact]
    public async Task A_resource_filter_returns_the_people_in_groups_that_grant_it()
    {
        var confluence = Simulator.State.FindApplication("confluence")!;
        var rows = await SearchUsersAsync(new JsonObject { ["resourceIds"] = Array(confluence.ResourceId) });
        Assert.Equal(
            Everybody
                .Where(person => person.Kind == AccountKind.Person && Groups.GroupsOf(person.Index).Any(group => group.GrantsApplication("confluence")))
                .Select(person => person.AccountId),
            Ids(rows)
        );
        Assert.Equal(rows.Count, await CountAsync("resourceIds=" + Uri.EscapeDataString(confluence.ResourceId)));
        Assert.Empty(await SearchUsersAsync(new JsonObject { ["resourceIds"] = Array("ari:cloud:jira::site/elsewhere") }));
    }

    [Fact]
    public async Task A_directory_in_the_path_and_in_the_filter_returns_the_same_people()
    {
        string[] expected = [.. Everybody.Where(person => Acme.IsInDirectory(person.Index, 1)).Select(person => person.AccountId)];
        Assert.InRange(expected.Length, 100, 180);
        Assert.Equal(expected, Ids(await SearchUsersAsync([], directory: 1)));
        Assert.Equal(expected, Ids(await SearchUsersAsync(new JsonObject { ["directoryIds"] = Array(Acme.Directories[1].Id) })));
        Assert.Equal(expected.Length + Simulator.State.Behavior.OutsideAccounts, await CountAsync("", directory: 1));
        Assert.Equal(expected.Length, await CountAsync("directoryIds=" + Acme.Directories[1].Id));
        Assert.Empty(await SearchUsersAsync(new JsonObject { ["directoryIds"] = Array("unknown") }));
    }

    [Fact]
    public async Task A_person_in_several_of_the_groups_is_returned_once()
    {
        AtlassianGroup[] asked = [Groups[0], Groups[1], Groups[8]];
        var rows = await SearchUsersAsync(new JsonObject { ["groupIds"] = Array(asked.Select(group => group.Id)), ["limit"] = 33 });
        Assert.Equal(
            Everybody.Where(person => asked.Any(group => Groups.IsMember(group.Index, person.Index))).Select(person => person.AccountId).Order(),
            Ids(rows).Order()
        );
        Assert.Equal(rows.Count, await CountAsync("groupIds=" + string.Join("&groupIds=", asked.Select(group => group.Id))));
        Assert.Empty(await SearchUsersAsync(new JsonObject { ["groupIds"] = Array(Guid.Empty.ToString()) }));
    }

    [Fact]
    public async Task Filters_combine()
    {
        var body = new JsonObject
        {
            ["groupIds"] = Array(Groups[0].Id),
            ["status"] = Array("suspended", "deactivated"),
            ["claimStatus"] = "managed",
            ["mfaEnabled"] = true,
            ["emailDomains"] = Array("acme.example"),
        };
        var rows = await SearchUsersAsync(body);
        Assert.Equal(
            Everybody
                .Where(person => Groups.IsMember(0, person.Index) && person.Status is "suspended" or "deactivated")
                .Where(person => Groups.IsMember(0, person.Index) && person.Managed && person.TwoStepVerification && person.HasDomain("acme.example"))
                .Select(person => person.AccountId)
                .Order(),
            Ids(rows).Order()
        );
        Assert.NotEmpty(rows);
        Assert.Equal(
            rows.Count,
            await CountAsync("groupIds=" + Groups[0].Id + "&status=suspended,deactivated&claimStatus=managed&mfaEnabled=true&emailDomains=acme.example")
        );
    }

    [Theory]
    [InlineData("asc")]
    [InlineData("desc")]
    public async Task Sorting_is_by_nickname(string direction)
    {
        static JsonObject Sorted(string direction) =>
            new() { ["sortBy"] = new JsonArray(new JsonObject { ["field"] = "nick_name", ["direction"] = direction }), ["limit"] = 90 };
        var rows = await SearchUsersAsync(Sorted(direction));
        List<string> names = [.. rows.Select(row => (string)row["nickname"]!)];
        List<string> expected = [.. names.Order(StringComparer.OrdinalIgnoreCase)];
        if (direction == "desc")
        {
            expected.Reverse();
        }

        Assert.Equal(700, rows.Select(row => (string)row["accountId"]!).Distinct().Count());
        Assert.Equal(expected, names, StringComparer.OrdinalIgnoreCase);

        People.Change(3, person => person with { Nickname = direction == "asc" ? " first" : "\uFFFFfirst" });
        Assert.Equal(People[3].AccountId, (string?)(await SearchAsync(Directory() + "/users/search", Sorted(direction)))["data"]![0]!["accountId"]);
    }

    [Theory]
    [InlineData("""{"sortBy": [{"field": "email"}]}""")]
    [InlineData("""{"sortBy": [{"direction": "sideways"}]}""")]
    [InlineData("""{"sortBy": ["nick_name"]}""")]
    public async Task An_unknown_order_is_refused(string body)
    {
        using var response = await PostAsync(Directory() + "/users/search", body, Bearer());
        await ExpectErrorAsync(response, HttpStatusCode.BadRequest, "ADMIN-400-24");
    }

    [Fact]
    public async Task A_lower_cap_makes_pages_smaller_and_loses_nobody()
    {
        Simulator.State.OrganizationPageCap = 30;
        Assert.Equal(30, (await SearchAsync(Directory() + "/users/search", new JsonObject { ["limit"] = 100 }))["data"]!.AsArray().Count);
        Assert.Equal(Everybody.Select(person => person.AccountId), Ids(await SearchUsersAsync(new JsonObject { ["limit"] = 100 })));
    }

    [Fact]
    public async Task Activity_is_returned_for_applications_that_are_granted_and_used()
    {
        var rows = await SearchUsersAsync(new JsonObject { ["expand"] = Array("productAccess", "counts.resources", "groups") });
        foreach (var row in rows)
        {
            var person = People.Find((string)row["accountId"]!)!;
            string[] granted =
                person.Kind == AccountKind.App ? []
                : person.Kind == AccountKind.Customer ? ["jira-servicedesk"]
                : [.. Groups.GroupsOf(person.Index).SelectMany(group => group.Grants).Select(grant => grant.Application).Distinct()];
            Assert.Equal(
                granted.Where(key => person.LastActiveDaysAgo(key) is not null).Select(Key).Order(),
                row["productAccess"]!.AsArray().Select(entry => (string)entry!["key"]!).Order()
            );
            Assert.Equal(granted.Length, (int)row["counts"]!["resources"]!);
            Assert.Equal(Groups.GroupsOf(person.Index).Select(group => group.Ari), row["groups"]!.AsArray().Select(group => (string)group!["id"]!));
        }

        int[] entries = [.. rows.Select(row => row["productAccess"]!.AsArray().Count)];
        Assert.Contains(entries, count => count > 2);
        Assert.Contains(rows, row => (int)row["counts"]!["resources"]! > row["productAccess"]!.AsArray().Count);
        var old = Simulator.State.StartedAt.AddDays(-90);
        var dates = rows.SelectMany(row => row["productAccess"]!.AsArray()).Select(entry => (DateTimeOffset)entry!["lastActiveTimestamp"]!);
        Assert.Contains(dates, date => date < old);
        Assert.Contains(dates, date => date > old);
    }

    private string Key(string application) => Simulator.State.FindApplication(application)!.KeyIn(ProductKeyForm.Product);

    [Fact]
    public async Task One_user_is_returned_only_in_the_users_directories()
    {
        var outside = Everybody.First(person => Acme.IsInDirectory(person.Index, 0) && !Acme.IsInDirectory(person.Index, 1));
        using var there = await GetAsync(Directory(0) + "/users/" + Uri.EscapeDataString(outside.AccountId), Bearer());
        using var elsewhere = await GetAsync(Directory(1) + "/users/" + Uri.EscapeDataString(outside.AccountId), Bearer());
        Assert.Equal(HttpStatusCode.OK, there.StatusCode);
        await ExpectErrorAsync(elsewhere, HttpStatusCode.NotFound, "ADMIN-404-8");
    }
}
