using System;
using System.Net;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Simulator.Tests;

public sealed class ClockTests : SimulatorTest
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 23, 59, 58, 500, TimeSpan.Zero);
    private readonly ManualTime _time = new(Start);

    protected override SimulatorOptions Options => new() { TimeProvider = _time };

    [Fact]
    public async Task A_key_expires_at_its_date()
    {
        _time.Now = Start.AddDays(200).AddTicks(-1);
        using var before = await GetAsync("/admin/v1/orgs", Bearer());
        _time.Now = Start.AddDays(200);
        using var organization = await GetAsync("/admin/v1/orgs", Bearer());
        using var site = await GetAsync("/rest/api/3/myself", Basic());
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, organization.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, site.StatusCode);
    }

    [Fact]
    public async Task Dates_in_headers_use_the_simulators_clock_and_are_rounded_up()
    {
        Simulator
            .Faults.OnAny()
            .Respond(429)
            .RetryAfterDate(TimeSpan.FromSeconds(2))
            .RateLimitReset(TimeSpan.FromSeconds(2))
            .RateLimitReason("jira-burst-based");
        using var response = await GetAsync("/rest/api/3/myself", Basic());
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 0, 0, 1, TimeSpan.Zero), response.Headers.RetryAfter!.Date);
        Assert.Equal("2026-02-01T00:00:01Z", Assert.Single(response.Headers.GetValues("X-RateLimit-Reset")));
        Assert.Equal("jira-burst-based", Assert.Single(response.Headers.GetValues("RateLimit-Reason")));
    }
}
