using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>A service that says the credentials aloud must not make us repeat them.</summary>
public class SecrecyTests : SimulatorTest
{
    public static TheoryData<string> Echoes =>
        new(
            Canary.Key,
            "Basic " + Canary.Base64,
            "Bearer " + Canary.Key,
            Canary.Email + ":" + Canary.Key,
            "first " + Canary.Key + " then " + Canary.Base64 + " and " + Canary.Key
        );

    [Theory]
    [InlineData("/rest/api/3/myself", 400)]
    [InlineData("/rest/api/3/myself", 401)]
    [InlineData("/admin/v1/orgs", 403)]
    [InlineData("/users/1/manage", 403)]
    [InlineData("/ex/jira/1/rest/api/3/myself", 401)]
    public async Task Each_family_may_echo_the_header_in_its_own_error(string path, int status)
    {
        Simulator.Faults.OnAny().Respond(status).EchoAuthorization();
        var exception = await FailsAsync<ServiceStatusException>(path: path[1..]);
        Assert.Contains("***", exception.ServiceMessage);
    }

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task Nothing_of_an_echo_is_left_however_json_writes_it(string echo)
    {
        // Writers of JSON may escape any character, and many escape + < > & ' = and /.
        var escapedByTheCareful = JsonSerializer.Serialize(new { message = echo });
        var escapedByTheThorough = "{\"message\":\"" + string.Concat(echo.Select(c => $"\\u{(int)c:x4}")) + "\"}";
        var escapedSlashes = "{\"message\":\"" + echo.Replace("/", "\\/", StringComparison.Ordinal) + "\"}";
        foreach (
            var body in new[]
            {
                escapedByTheCareful,
                escapedByTheThorough,
                escapedSlashes,
                echo,
                $"{{\"errors\":[{{\"code\":\"{echo}\",\"title\":\"{echo}\"}}]}}",
                $"{{\"errors\":{{\"{echo}\":\"{echo}\"}}}}",
            }
        )
        {
            Simulator.Faults.Clear();
            Simulator.Faults.OnAny().RespondWith(400, body);
            var exception = await FailsAsync<ServiceStatusException>();
            Assert.Contains("***", exception.Message);
        }
    }

    [Fact]
    public async Task An_echo_that_is_cut_off_by_the_limit_of_what_is_read_is_not_repeated_either()
    {
        Simulator.Faults.OnAny().RespondWith(400, new string('x', (64 * 1024) - 15) + Canary.Key, "text/plain");
        await FailsAsync<ServiceStatusException>();
    }

    [Fact]
    public async Task A_key_in_the_url_of_a_request_is_not_logged()
    {
        using var client = Client();
        await client.GetAsync("rest/api/3/serverInfo?token=" + Uri.EscapeDataString(Canary.Key), true, Cancellation);
        Assert.Equal("GET " + Simulator.Address + "rest/api/3/serverInfo -> 200", Assert.Single(Log).Split(',')[0]);
    }

    [Fact]
    public async Task Every_attempt_leaves_a_line_that_says_how_it_ended()
    {
        Simulator.Faults.OnAny().Nth(1).Respond(503);
        Simulator.Faults.OnAny().Nth(1).Reset();
        using var client = Client();
        await client.GetAsync("rest/api/3/myself", false, Cancellation);
        Assert.Equal(["503", "no response", "200"], Log.Select(line => line.Split("-> ")[1].Split(',')[0]));
    }

    [Fact]
    public void Scrubbing_leaves_the_rest_of_a_text_alone()
    {
        var authentication = Authentication.Basic(Canary.Email, Canary.ApiKey);
        Assert.Equal("The token of admin@acme.example is wrong.", authentication.Scrub("The token of admin@acme.example is wrong."));
        Assert.Equal("a *** b *** c", authentication.Scrub($"a {Canary.Key} b {Canary.Base64} c"));
        Assert.Equal(
            "x",
            Encoding.UTF8.GetString(Convert.FromBase64String(Canary.Base64)).Replace(Canary.Email + ":" + Canary.Key, "x", StringComparison.Ordinal)
        );
    }
}
