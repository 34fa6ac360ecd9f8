using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Simulator.Tests;

/// <summary>Changes accounts by requests, with a clock of its own.</summary>
public abstract class AccountTest : ListTest
{
    internal ManualTime Time { get; } = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));

    protected override SimulatorOptions Options => new() { Users = 700, Groups = 60, Organizations = 2, ScopedKeys = true, TimeProvider = Time };

    /// <summary>A managed account that nothing stands in the way of.</summary>
    protected Person Able => Everybody.First(IsAble);

    protected static bool IsAble(Person person) =>
        person is { Index: > 0, Managed: true, EmailVerified: true, Status: "active", ManagementSource: not "synced", Kind: AccountKind.Person };

    protected Person Find(Func<Person, bool> condition) => Everybody.First(person => person is { Managed: true, EmailVerified: true } && condition(person));

    /// <summary>The person as he is now.</summary>
    protected Person Now(Person person) => People[person.Index];

    protected static string Manage(Person person) => "/users/" + Uri.EscapeDataString(person.AccountId) + "/manage";

    protected Task<HttpResponseMessage> LifecycleAsync(Person person, string change, string? key = null) =>
        change == "disable"
            ? PostAsync(Manage(person) + "/lifecycle/disable", "{}", Bearer(key ?? SimulatorKeys.Organization))
            : SendAsync(HttpMethod.Post, Manage(person) + "/lifecycle/" + change, Bearer(key ?? SimulatorKeys.Organization));

    protected async Task DoAsync(Person person, params string[] changes)
    {
        foreach (string change in changes)
        {
            using HttpResponseMessage response = await LifecycleAsync(person, change);
            Assert.Equal((change, HttpStatusCode.NoContent), (change, response.StatusCode));
            Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    /// <summary>Expects an error of the user management API.</summary>
    protected static async Task<JsonNode> ExpectManagementErrorAsync(HttpResponseMessage response, HttpStatusCode status, string key)
    {
        JsonNode body = await JsonAsync(response);
        Assert.Equal((status, key), (response.StatusCode, (string?)body["key"]));
        return body;
    }

    protected void ExpectWrites(Person person, params string[] kinds) =>
        Assert.Equal(kinds.Select(kind => (kind, person.AccountId)), Simulator.State.Writes.Snapshot().Select(write => (write.Kind, write.AccountId)));
}
