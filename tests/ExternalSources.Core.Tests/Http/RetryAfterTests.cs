using System;
using System.Net.Http;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>The service requests a wait, and an early retry would make it longer.</summary>
public class RetryAfterTests : SimulatorTest
{
    public static TheoryData<string> AllCultures => Cultures.All;

    [Theory]
    [InlineData(429, 0.0)]
    [InlineData(429, 1.0)]
    [InlineData(503, 0.0)]
    [InlineData(503, 1.0)]
    public async Task The_wait_follows_retry_after_in_seconds(int status, double jitter)
    {
        Simulator.Faults.OnAny().Once().Respond(status, TimeSpan.FromSeconds(7));
        await PassesAsync(Transport with { Jitter = () => jitter });
        AssertWaited(TimeSpan.FromSeconds(7));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task The_wait_follows_retry_after_as_a_date(int status)
    {
        Simulator.Faults.OnAny().Once().Respond(status).RetryAfterDate(TimeSpan.FromSeconds(21));
        await PassesAsync();
        AssertWaited(TimeSpan.FromSeconds(21));
    }

    [Fact]
    public async Task The_wait_follows_the_reset_of_the_limit()
    {
        Simulator.Faults.OnAny().Once().Respond(429).RateLimitReset(TimeSpan.FromSeconds(13));
        await PassesAsync();
        AssertWaited(TimeSpan.FromSeconds(13));
    }

    [Fact]
    public async Task Retry_after_takes_precedence_over_the_reset()
    {
        Simulator.Faults.OnAny().Once().Respond(429, TimeSpan.FromSeconds(5)).RateLimitReset(TimeSpan.FromSeconds(50));
        await PassesAsync();
        AssertWaited(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(-90)]
    [InlineData(0)]
    public async Task A_past_date_means_now(int seconds)
    {
        Simulator.Faults.OnAny().Once().Respond(429).RetryAfterDate(TimeSpan.FromSeconds(seconds));
        await PassesAsync();
        AssertWaited(TimeSpan.Zero);
    }

    [Fact]
    public async Task The_longest_wait_is_accepted_with_any_random_delay()
    {
        Simulator.Faults.OnAny().Once().Respond(429, TimeSpan.FromSeconds(60));
        await PassesAsync(Transport with { MaxWait = TimeSpan.FromSeconds(60), Jitter = () => 1 });
        AssertWaited(TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData(429, 61, "61 seconds")]
    [InlineData(429, 600, "10 minutes")]
    [InlineData(503, 7200, "2 hours")]
    public async Task A_longer_wait_fails_at_once_and_says_how_long(int status, int seconds, string words)
    {
        Simulator.Faults.OnAny().Respond(status, TimeSpan.FromSeconds(seconds));
        var exception = await FailsAsync<ServiceStatusException>();
        Assert.Equal(TimeSpan.FromSeconds(seconds), exception.RetryAfter);
        Assert.Contains("requests a wait of " + words, exception.Message);
        Assert.Equal(1, Simulator.Requests.Count);
        Assert.Empty(Clock.Delays);
    }

    [Fact]
    public async Task A_quota_that_is_used_up_fails_at_once_and_says_so()
    {
        Simulator.Faults.OnAny().Respond(429, TimeSpan.FromSeconds(1)).RateLimitReason("jira-quota-tenant-based");
        var exception = await FailsAsync<ServiceStatusException>();
        Assert.Contains("quota is used up (429, jira-quota-tenant-based)", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, Simulator.Requests.Count);
        Assert.Empty(Clock.Delays);
    }

    [Theory]
    [InlineData("jira-burst-based")]
    [InlineData("jira-per-issue-on-write")]
    [InlineData("jira-quota-Something that is no name")]
    public async Task Another_limit_causes_a_wait(string reason)
    {
        Simulator.Faults.OnAny().Once().Respond(429, TimeSpan.FromSeconds(7)).RateLimitReason(reason);
        await PassesAsync();
        AssertWaited(TimeSpan.FromSeconds(7));
    }

    [Theory]
    [InlineData("Retry-After", "soon")]
    [InlineData("Retry-After", "-5")]
    [InlineData("Retry-After", "99999999999999999999")]
    [InlineData("Retry-After", "a fortnight")]
    [InlineData("Retry-After", "12/31/2026")]
    [InlineData("Retry-After", "December")]
    [InlineData("X-RateLimit-Reset", "yesterday")]
    [InlineData("X-RateLimit-Reset", "2026-13-41T12:00:00Z")]
    [InlineData("X-RateLimit-Reset", "")]
    public async Task An_invalid_header_is_ignored(string header, string value)
    {
        Simulator.Faults.OnAny().Once().Respond(429).WithHeader(header, value);
        await PassesAsync(Transport with { Jitter = () => 0.5, FirstDelay = TimeSpan.FromSeconds(1) });
        AssertWaited(TimeSpan.FromSeconds(1));
    }

    [Theory]
    [MemberData(nameof(AllCultures))]
    public void The_headers_are_read_the_same_in_every_culture(string culture)
    {
        var waits = Cultures.In(culture, () =>
            new[]
            {
                ReadHeader("Retry-After", "30"),
                ReadHeader("Retry-After", "Wed, 01 Jul 2026 12:00:30 GMT"),
                ReadHeader("X-RateLimit-Reset", "2026-07-01T12:00:30Z"),
                ReadHeader("X-RateLimit-Reset", "2026-07-01T14:00:30+02:00"),
                ReadHeader("X-RateLimit-Reset", "2026-07-01T12:00:30"),
            }
        );
        Assert.All(waits, wait => Assert.Equal(TimeSpan.FromSeconds(30), wait));
    }

    [Theory]
    [InlineData("30", 30.0)]
    [InlineData(" 30 ", 30.0)]
    [InlineData("1.5", 1.5)]
    [InlineData("0", 0.0)]
    [InlineData("12", 12.0)]
    [InlineData("2s", 2.0)]
    [InlineData("500ms", 0.5)]
    [InlineData("500 milliseconds", 0.5)]
    [InlineData("2 minutes", 120.0)]
    [InlineData("1m", 60.0)]
    [InlineData("1h", 3600.0)]
    [InlineData("Wed, 01 Jul 2026 12:00:30 GMT", 30.0)]
    [InlineData("Wednesday, 01-Jul-26 12:00:30 GMT", 30.0)]
    [InlineData("Wed Jul  1 12:00:30 2026", 30.0)]
    [InlineData("2026-07-01T12:00:30.500Z", 30.5)]
    [InlineData("2026-07-01T14:00:30+02:00", 30.0)]
    [InlineData("2026-07-01T12:00:30", 30.0)]
    [InlineData("2026-07-01T11:00:30Z", 0.0)]
    [InlineData("2026-06-01T12:00:30Z", null)]
    [InlineData("2028-07-01T12:00:30Z", null)]
    [InlineData("1000000000", null)]
    [InlineData("300000000000", null)]
    [InlineData("999999999999", null)]
    [InlineData("99999999999999 s", null)]
    [InlineData("99999999999999 h", null)]
    [InlineData("1782907230", 30.0)]
    [InlineData("1782907230500", 30.5)]
    [InlineData("", null)]
    [InlineData("-5", null)]
    [InlineData("1,5", null)]
    [InlineData("soon", null)]
    [InlineData("July", null)]
    [InlineData("12:30", null)]
    [InlineData("1/2", null)]
    [InlineData("99999999999999999999", null)]
    public void A_hint_is_read_in_every_form_and_nothing_else_is_a_hint(string text, double? seconds)
    {
        foreach (var header in new[] { "Retry-After", "X-RateLimit-Reset" })
        {
            Assert.Equal(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null, ReadHeader(header, text));
        }
    }

    [Fact]
    public void No_number_and_no_unit_is_more_than_a_year()
    {
        foreach (var unit in new[] { "", "ms", " s", "m", " hours" })
        {
            for (var digits = 1; digits <= 21; digits++)
            {
                foreach (var digit in "1379")
                {
                    Assert.InRange(ReadHeader("Retry-After", new string(digit, digits) + unit) ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromDays(366));
                }
            }
        }
    }

    private static TimeSpan? ReadHeader(string header, string value)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation(header, value);
        return RetryAfter.Read(response, TestClock.Start);
    }

    private async Task PassesAsync(TransportOptions? options = null)
    {
        using var client = Client(options);
        await client.GetAsync("rest/api/3/myself", false, Cancellation);
        Assert.Equal(2, Simulator.Requests.Count);
    }

    // The time between the two requests, as the service received them. Both use the same clock.
    private void AssertWaited(TimeSpan atLeast)
    {
        var requests = Simulator.Requests.Snapshot();
        Assert.InRange(requests[1].ReceivedAt - requests[0].ReceivedAt, atLeast, atLeast + TimeSpan.FromSeconds(0.5));
    }
}
