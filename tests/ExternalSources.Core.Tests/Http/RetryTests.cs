using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Newtonsoft.Json.Linq;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

public class RetryTests : SimulatorTest
{
    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_temporary_error_is_retried_until_success(int status)
    {
        Simulator.Faults.OnAny().Times(2).Respond(status);
        using var client = Client();

        var answer = await client.GetAsync("rest/api/3/myself", false, Cancellation);

        Assert.NotNull(answer["accountId"]);
        Assert.Equal([status, status, 200], Simulator.Requests.Snapshot().Select(request => request.Status!.Value));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task After_the_last_attempt_the_error_is_thrown(int status)
    {
        Simulator.Faults.OnAny().Respond(status, detail: "Come back tomorrow.");
        var exception = await FailsAsync<ServiceStatusException>();
        Assert.Equal(status, exception.StatusCode);
        Assert.Contains("Come back tomorrow", exception.Message);
        Assert.Equal(3, Simulator.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(409)]
    [InlineData(415)]
    [InlineData(422)]
    public async Task A_permanent_error_is_not_retried(int status)
    {
        Simulator.Faults.OnAny().Respond(status, TimeSpan.FromSeconds(1));
        Assert.Equal(status, (await FailsAsync<ServiceStatusException>()).StatusCode);
        Assert.Equal(1, Simulator.Requests.Count);
        Assert.Empty(Clock.Delays);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task The_number_of_attempts_can_be_set(int attempts)
    {
        Simulator.Faults.OnAny().Respond(503);
        await FailsAsync<ServiceStatusException>(Transport with { MaxAttempts = attempts });
        Assert.Equal(attempts, Simulator.Requests.Count);
    }

    [Fact]
    public async Task A_search_is_retried_with_the_same_body()
    {
        Simulator.Faults.On("POST", "/admin/**").Times(2).Respond(503);
        using var client = new ServiceClient(Simulator.Address, Authentication.Bearer(Canary.ApiKey), Transport);
        var organization = Simulator.State.Organizations[0].Id;

        var answer = await client.SearchAsync($"admin/v2/orgs/{organization}/directories/-/users/search", new JObject { ["limit"] = 1 }, Cancellation);

        Assert.Single((JArray)answer["data"]!);
        Assert.Equal(3, Simulator.Requests.Count);
    }

    [Fact]
    public async Task Waits_without_a_header_double_and_are_random()
    {
        Simulator.Faults.OnAny().Respond(503);
        var spread = new Queue<double>([0.0, 1.0, 0.5]);
        await FailsAsync<ServiceStatusException>(Transport with { MaxAttempts = 3, Jitter = spread.Dequeue, FirstDelay = TimeSpan.FromSeconds(1) });

        Assert.Equal([TimeSpan.FromSeconds(0.75), TimeSpan.FromSeconds(2.5)], Clock.Delays);
    }

    [Fact]
    public async Task A_service_that_requests_no_wait_and_refuses_again_gets_a_wait()
    {
        Simulator.Faults.OnAny().Respond(429, TimeSpan.Zero);
        var exception = await FailsAsync<ServiceStatusException>(Transport with { LimitPatience = TimeSpan.FromMinutes(10) });
        Assert.Equal(429, exception.StatusCode);
        Assert.InRange(Simulator.Requests.Count, 10, 60);
    }

    [Theory]
    [InlineData(429, 7, true)]
    [InlineData(503, 7, true)]
    [InlineData(503, null, false)]
    public async Task A_wait_that_the_service_requests_is_reported(int status, int? seconds, bool isReported)
    {
        Simulator.Faults.OnAny().Once().Respond(status, seconds is { } after ? TimeSpan.FromSeconds(after) : null);
        var waits = new List<TimeSpan>();
        using var client = Client(Transport with { Waiting = waits.Add, Jitter = static () => 0 });
        await client.GetAsync("rest/api/3/myself", false, Cancellation);
        Assert.Equal(isReported ? [TimeSpan.FromSeconds(seconds!.Value)] : [], waits);
    }

    [Fact]
    public void The_jitter_is_between_zero_and_one()
    {
        var numbers = Enumerable.Range(0, 100).Select(_ => TransportOptions.Default.Jitter()).ToArray();
        Assert.All(numbers, number => Assert.InRange(number, 0, 1));
        Assert.True(numbers.Distinct().Count() > 90);
    }
}
