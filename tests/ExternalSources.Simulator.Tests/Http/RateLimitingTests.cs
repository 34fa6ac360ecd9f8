using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Simulator.Tests.Http;

public sealed class RateLimitingTests : SimulatorTest
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    protected override SimulatorOptions Options => new() { RequestsPerSecond = 4, TimeProvider = _time };

    [Fact]
    public async Task Requests_over_the_limit_are_429_until_the_allowance_fills_up()
    {
        Assert.Equal("200 200 200 200 429 429", await StatusesAsync(6));
        _time.Now += TimeSpan.FromSeconds(0.5);
        Assert.Equal("200 200 429", await StatusesAsync(3));
        _time.Now += TimeSpan.FromSeconds(10);
        Assert.Equal("200 200 200 200 429", await StatusesAsync(5));
    }

    [Fact]
    public async Task A_refusal_says_when_to_retry_and_why()
    {
        await StatusesAsync(4);
        using var response = await GetAsync("/rest/api/3/myself", Basic());
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
        Assert.Equal(_time.Now.AddSeconds(1), DateTimeOffset.Parse(response.Headers.GetValues("X-RateLimit-Reset").Single(), CultureInfo.InvariantCulture));
        Assert.Equal("jira-burst-based", response.Headers.GetValues("RateLimit-Reason").Single());
        Assert.Equal("true", response.Headers.GetValues("X-RateLimit-NearLimit").Single());
        Assert.Single((await JsonAsync(response))["errorMessages"]!.AsArray());
    }

    [Fact]
    public async Task Each_key_has_its_own_limit_and_each_API_its_own_error_body()
    {
        await StatusesAsync(5);
        for (var request = 0; request < 4; request++)
        {
            using var response = await GetAsync("/admin/v1/orgs", Bearer());
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        using var refused = await GetAsync("/admin/v1/orgs", Bearer());
        await ExpectProxyErrorAsync(refused, HttpStatusCode.TooManyRequests);
        Assert.False(refused.Headers.Contains("RateLimit-Reason"));
        using var anonymous = await GetAsync("/rest/api/3/serverInfo");
        Assert.Equal(HttpStatusCode.OK, anonymous.StatusCode);
    }

    [Fact]
    public async Task An_early_retry_makes_the_wait_longer_when_a_penalty_is_set()
    {
        Simulator.State.EarlyRetryPenalty = TimeSpan.FromSeconds(2);
        Assert.Equal("200 200 200 200 429 429", await StatusesAsync(6));
        _time.Now += TimeSpan.FromSeconds(1);
        using var early = await GetAsync("/rest/api/3/myself", Basic());
        Assert.Equal(TimeSpan.FromSeconds(4), early.Headers.RetryAfter!.Delta);
        _time.Now += TimeSpan.FromSeconds(4);
        Assert.Equal("200", await StatusesAsync(1));
    }

    private async Task<string> StatusesAsync(int count)
    {
        var statuses = new int[count];
        for (var request = 0; request < count; request++)
        {
            using var response = await GetAsync("/rest/api/3/myself", Basic());
            statuses[request] = (int)response.StatusCode;
        }

        return string.Join(' ', statuses);
    }
}
