using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using ExternalSources.Simulator.Control;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Simulator.Tests.State;

/// <summary>The knobs for what the documents leave open, and how the control API and the command line set them.</summary>
public sealed class ServiceBehaviorTests : ListTest
{
    [Fact]
    public async Task Null_rows_are_in_the_lists_of_all_apis()
    {
        Simulator.State.Behavior.NullRows = true;
        using var users = await PostAsync(Directory() + "/users/search", """{"limit": 2}""", Bearer());
        using var directories = await GetAsync("/admin/v2/orgs/" + Acme.Id + "/directories", Bearer());
        using var site = await GetAsync("/rest/api/3/users/search?maxResults=2", Basic());
        using var groups = await GetAsync("/rest/api/3/group/bulk?maxResults=2", Basic());
        Assert.Equal(3, (await JsonAsync(users))["data"]!.AsArray().Count);
        Assert.Null((await JsonAsync(directories))["data"]!.AsArray().Last());
        Assert.Null((await JsonAsync(site)).AsArray().Last());
        Assert.Null((await JsonAsync(groups))["values"]!.AsArray().Last());
    }

    [Fact]
    public async Task A_failed_log_in_gets_empty_lists_with_the_header_that_says_so()
    {
        Simulator.State.Behavior.AnonymousAnswers = true;
        Simulator.State.SiteTokens[0].Revoked = true;
        using var groups = await GetAsync("/rest/api/3/group/bulk", Basic());
        using var users = await GetAsync("/rest/api/3/users/search", Basic());
        using var myself = await GetAsync("/rest/api/3/myself", Basic());
        Assert.Empty((await JsonAsync(groups))["values"]!.AsArray());
        Assert.Empty((await JsonAsync(users)).AsArray());
        Assert.All([groups, users, myself], response => Assert.Equal("AUTHENTICATED_FAILED", response.Headers.GetValues("X-Seraph-LoginReason").Single()));
        Assert.Equal(HttpStatusCode.Unauthorized, myself.StatusCode);
    }

    [Fact]
    public async Task Headers_about_the_rate_are_there_without_a_limit()
    {
        using var without = await GetAsync("/rest/api/3/myself", Basic());
        Simulator.State.Behavior.RateLimitHeaders = true;
        using var with = await GetAsync("/rest/api/3/myself", Basic());
        Assert.False(without.Headers.Contains("X-RateLimit-Remaining"));
        Assert.Equal("1000", with.Headers.GetValues("X-RateLimit-Remaining").Single());
    }

    [Fact]
    public async Task A_key_that_is_shown_no_activity_gets_none_from_any_call()
    {
        using var hidden = await PostAsync("/_simulator/keys/organization%20key/hide-activity", "");
        Assert.Equal(HttpStatusCode.OK, hidden.StatusCode);
        using var search = await PostAsync(Directory() + "/users/search", """{"expand": ["productAccess"]}""", Bearer());
        using var accounts = await GetAsync("/admin/v1/orgs/" + Acme.Id + "/users", Bearer());
        var managed = Everybody.First(person => person.Managed && person.Index > 0);
        var directory = $"/admin/v1/orgs/{Acme.Id}/directory/users/";
        using var dates = await GetAsync(directory + Uri.EscapeDataString(managed.AccountId) + "/last-active-dates", Bearer());
        foreach (var response in new[] { search, accounts, dates })
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.DoesNotContain("last", (await JsonAsync(response)).ToJsonString(), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Every_setting_can_be_set_by_its_name()
    {
        foreach (var description in BehaviorSettings.Descriptions)
        {
            var (name, values) = (description.Split('=')[0], description.Split('=')[1]);
            foreach (
                var value in values switch
                {
                    "<number>" => ["7"],
                    "<seconds>" => ["1.5"],
                    "<list>" => ["a, b"],
                    _ => values.Split('|').Reverse(),
                }
            )
            {
                Assert.Null(BehaviorSettings.Problem(Simulator.State, name, value));
            }
        }

        Assert.Equal(7, Simulator.State.Behavior.OutsideAccounts);
        Assert.Equal(["a", "b"], Simulator.State.Behavior.LiftedLimits);
        Assert.Equal(TimeSpan.FromSeconds(1.5), Simulator.State.LateReads.Delays[ReadKind.SiteGroups]);
    }

    [Theory]
    [InlineData("""{"groupIdsOfUsers": "long"}""", "The values of groupIdsOfUsers are ari|bare.")]
    [InlineData("""{"unknown": "1"}""", "There is no setting 'unknown'. The settings are ")]
    [InlineData("""{"delay": "-1"}""", "A delay is a number of seconds")]
    [InlineData("""{"delay.weather": "1"}""", "There is no kind of read 'delay.weather'")]
    public async Task A_wrong_setting_is_refused(string body, string problem)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await SendAsync(HttpMethod.Patch, "/_simulator/behavior", null, content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith(problem, (string?)(await JsonAsync(response))["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_control_api_sets_and_shows_the_behavior()
    {
        using var content = new StringContent("""{"userCount": "gone", "delay.user": "30"}""", Encoding.UTF8, "application/json");
        using var set = await SendAsync(HttpMethod.Patch, "/_simulator/behavior", null, content);
        using var shown = await GetAsync("/_simulator/behavior");
        foreach (var response in new[] { set, shown })
        {
            var settings = await JsonAsync(response);
            Assert.Equal(("Gone", "30"), ((string?)settings["userCount"], (string?)settings["delay.user"]));
        }

        Assert.Equal(UserCountForm.Gone, Simulator.State.Behavior.UserCount);
    }
}
