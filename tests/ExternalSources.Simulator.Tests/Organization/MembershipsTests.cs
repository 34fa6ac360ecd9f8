using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Simulator.Tests.Organization;

public sealed class MembershipsTests : ListTest
{
    private AtlassianGroup Target => Groups.FindByName("nobody-yet")!;

    private Person Able =>
        Everybody.First(person => person.Index > 0 && person.Status == "active" && person.Kind == AccountKind.Person && !Groups.IsMember(0, person.Index));

    [Fact]
    public async Task A_member_is_added_and_removed()
    {
        Assert.Equal(HttpStatusCode.NoContent, await AddStatusAsync(Target, Able));
        Assert.True(Groups.IsMember(Target.Index, Able.Index));
        using var removed = await RemoveAsync(Target, Able.AccountId);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.False(Groups.IsMember(Target.Index, Able.Index));
    }

    [Fact]
    public async Task Repeated_changes_are_refused()
    {
        await AddStatusAsync(Target, Able);
        using var again = await AddAsync(Target, Able.AccountId);
        await ExpectErrorAsync(again, HttpStatusCode.Conflict, "ADMIN-409-28");
        await RemoveAsync(Target, Able.AccountId);
        using var removed = await RemoveAsync(Target, Able.AccountId);
        await ExpectErrorAsync(removed, HttpStatusCode.NotFound, "ADMIN-404-8");
    }

    [Fact]
    public async Task A_group_of_an_identity_provider_cannot_change()
    {
        var synced = Groups.FindByName("all-employees")!;
        using var added = await AddAsync(synced, Able.AccountId);
        using var removed = await RemoveAsync(synced, Groups.Members(synced.Index).First().AccountId);
        await ExpectErrorAsync(added, HttpStatusCode.Forbidden, "ADMIN-403-5");
        await ExpectErrorAsync(removed, HttpStatusCode.Forbidden, "ADMIN-403-5");
    }

    [Fact]
    public async Task A_person_outside_the_directory_of_the_group_cannot_be_added()
    {
        var other = Groups.All.First(group => group.Directory == 1 && !group.ExternalSynced);
        var outside = Everybody.First(person => person.Status == "active" && !Groups.InDirectory(person.Index, 1));
        var customer = Everybody.First(person => person.Kind == AccountKind.Customer);
        var uninvited = Everybody.First(person => person.Status == "not_invited");
        await ExpectErrorAsync(await AddAsync(other, outside.AccountId), HttpStatusCode.NotFound, "ADMIN-404-8");
        await ExpectErrorAsync(await AddAsync(Target, customer.AccountId), HttpStatusCode.NotFound, "ADMIN-404-8");
        await ExpectErrorAsync(await AddAsync(Target, uninvited.AccountId), HttpStatusCode.NotFound, "ADMIN-404-8");
    }

    [Fact]
    public async Task A_member_beyond_the_licence_limit_is_refused()
    {
        var jira = Simulator.State.FindApplication("jira-software")!;
        jira.Seats = Acme.SeatsTaken.Taken(jira) + 1;
        Person[] seatless =
        [
            .. Everybody
                .Where(person =>
                    person.Status == "active" && person.Kind == AccountKind.Person && !Acme.SeatsTaken.Holds(person.Index, Simulator.State.Applications[0])
                )
                .Take(2),
        ];
        Assert.Equal(HttpStatusCode.NoContent, await AddStatusAsync(Groups[0], seatless[0]));
        await ExpectErrorAsync(await AddAsync(Groups[0], seatless[1].AccountId), HttpStatusCode.Conflict, "ADMIN-409-3");

        // A suspended person uses no seat, and a person with a seat needs no second one.
        var suspended = Everybody.First(person => person.Status == "suspended" && !Groups.IsMember(0, person.Index));
        Assert.Equal(HttpStatusCode.NoContent, await AddStatusAsync(Groups[0], suspended));
        Assert.Equal(HttpStatusCode.NoContent, await AddStatusAsync(Groups[3], seatless[0]));
        Simulator.State.Suspend(seatless[0]);
        Assert.Equal(HttpStatusCode.NoContent, await AddStatusAsync(Groups[0], seatless[1]));
    }

    [Fact]
    public async Task Unknown_people_groups_and_bodies_are_refused()
    {
        await ExpectErrorAsync(await AddAsync(Target, "557058:nobody"), HttpStatusCode.NotFound, "ADMIN-404-8");
        await ExpectErrorAsync(
            await PostAsync(Directory(0) + "/groups/" + Guid.Empty + "/memberships", Body(Able.AccountId), Bearer()),
            HttpStatusCode.NotFound,
            "ADMIN-404-10"
        );
        await ExpectErrorAsync(await PostAsync(Memberships(Target), "{}", Bearer()), HttpStatusCode.BadRequest, "ADMIN-400-24");
        await ExpectErrorAsync(await SendAsync(HttpMethod.Post, Memberships(Target), Bearer()), HttpStatusCode.BadRequest, "ADMIN-400-24");
        using var text = new StringContent(Body(Able.AccountId), Encoding.UTF8, "text/plain");
        await ExpectErrorAsync(await SendAsync(HttpMethod.Post, Memberships(Target), Bearer(), text), HttpStatusCode.UnsupportedMediaType, "ADMIN-415-1");
        await ExpectErrorAsync(
            await PostAsync(Directory() + "/groups/" + Target.Id + "/memberships", Body(Able.AccountId), Bearer()),
            HttpStatusCode.BadRequest,
            "ADMIN-400-24"
        );
    }

    private static string Body(string accountId) => new JsonObject { ["accountId"] = accountId }.ToJsonString();

    private string Memberships(AtlassianGroup group) => Directory(group.Directory) + "/groups/" + group.Id + "/memberships";

    private Task<HttpResponseMessage> AddAsync(AtlassianGroup group, string accountId) => PostAsync(Memberships(group), Body(accountId), Bearer());

    private async Task<HttpStatusCode> AddStatusAsync(AtlassianGroup group, Person person)
    {
        using var response = await AddAsync(group, person.AccountId);
        return response.StatusCode;
    }

    private Task<HttpResponseMessage> RemoveAsync(AtlassianGroup group, string accountId) =>
        SendAsync(HttpMethod.Delete, Memberships(group) + "/" + Uri.EscapeDataString(accountId), Bearer());
}
