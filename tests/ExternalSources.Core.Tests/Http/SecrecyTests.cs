using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>Credentials in a response never appear in an error.</summary>
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
    public async Task The_key_is_removed_from_each_error_format(string path, int status)
    {
        Simulator.Faults.OnAny().Respond(status).EchoAuthorization();
        var exception = await FailsAsync<ServiceStatusException>(path: path[1..]);
        Assert.Contains("***", exception.ServiceMessage);
    }

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task The_key_is_removed_with_any_json_escapes(string echo)
    {
        // JSON may escape any character, and many writers escape + < > & ' = and /.
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
    public async Task A_key_at_the_end_of_a_cut_body_is_not_shown()
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
    public async Task Each_attempt_logs_its_outcome()
    {
        Simulator.Faults.OnAny().Nth(1).Respond(503);
        Simulator.Faults.OnAny().Nth(1).Reset();
        using var client = Client();
        await client.GetAsync("rest/api/3/myself", false, Cancellation);
        Assert.Equal(["503", "no response", "200"], Log.Select(line => line.Split("-> ")[1].Split(',')[0]));
    }

    [Fact]
    public void Scrubbing_changes_only_the_key()
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
