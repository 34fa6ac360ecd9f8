using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Engine;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>Ctrl+C cancels a request at any stage, and nothing is sent afterwards.</summary>
public sealed class CancellationTests : SimulatorTest
{
    [Fact]
    public async Task Before_the_request_nothing_is_sent()
    {
        using var client = Client();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetAsync("rest/api/3/myself", false, new CancellationToken(canceled: true)));
        Assert.Equal(0, Simulator.Requests.Count);
    }

    [Fact]
    public async Task After_the_run_is_stopped_no_change_is_sent()
    {
        using var client = Client(Transport with { Clock = new StoppableClock(Clock) { Stop = new CancellationToken(canceled: true) } });
        await Assert.ThrowsAsync<StoppedBeforeSendingException>(() => client.WriteAsync(HttpMethod.Delete, "rest/api/3/user?accountId=x", null, Cancellation));
        Assert.Equal(0, Simulator.Requests.Count);
        // A read is still sent, to find out the outcome of the changes.
        await client.GetAsync("rest/api/3/myself", false, Cancellation);
    }

    [Fact]
    public async Task A_stopped_wait_and_a_cancelled_wait_throw_different_exceptions()
    {
        using var stop = new CancellationTokenSource();
        var clock = new StoppableClock(Core.Common.Clock.System) { Stop = stop.Token };
        var stopped = clock.DelayAsync(TimeSpan.FromMinutes(1), Cancellation);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<StoppedBeforeSendingException>(() => stopped);
        Assert.IsNotType<StoppedBeforeSendingException>(
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => clock.DelayAsync(TimeSpan.FromMinutes(1), new CancellationToken(canceled: true)))
        );
    }

    [Fact]
    public async Task A_request_in_progress_is_aborted()
    {
        var held = Simulator.Faults.OnAny().Hold();
        await CancelAsync(() => held.WaitForArrivalAsync(Cancellation));
        await held.WaitForAbortAsync(Cancellation);
        Assert.Equal(1, Simulator.Requests.Count);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_body_in_progress_is_aborted_with_any_status(int status)
    {
        using var body = new StallingStream();
        var stub = new StubHandler(_ => new HttpResponseMessage((HttpStatusCode)status) { Content = new StreamContent(body) });
        using var client = new ServiceClient(Simulator.Address, Authentication.Bearer(Canary.ApiKey), stub.Options());
        using var cancellation = new CancellationTokenSource();
        var request = client.GetAsync("x", false, cancellation.Token);
        await body.Reading.WaitAsync(Cancellation);

        await cancellation.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task A_cancellation_between_headers_and_body_is_a_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        var stub = new StubHandler(_ =>
        {
            cancellation.Cancel();
            return StubHandler.Json("{}");
        });
        using var client = new ServiceClient(Simulator.Address, null, stub.Options());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetAsync("x", true, cancellation.Token));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_wait_is_cancelled_and_nothing_more_is_sent(int status)
    {
        Clock.Stands = true;
        Simulator.Faults.OnAny().Respond(status, TimeSpan.FromSeconds(30));
        await CancelAsync(() => Clock.WaitForDelaysAsync(1, Cancellation));
        Assert.Equal(1, Simulator.Requests.Count);
        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, Simulator.Requests.Count);
    }

    [Fact]
    public async Task A_request_that_waits_for_the_rate_limiter_is_cancelled_and_never_sent()
    {
        Clock.Stands = true;
        Simulator.Faults.OnAny().Once().Respond(429, TimeSpan.FromSeconds(30));
        using var client = Client();
        var limited = client.GetAsync("rest/api/3/myself", false, Cancellation);
        await Clock.WaitForDelaysAsync(1, Cancellation);
        using var cancellation = new CancellationTokenSource();
        var other = client.GetAsync("rest/api/3/myself?expand=groups", false, cancellation.Token);
        await Clock.WaitForDelaysAsync(2, Cancellation);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
        Clock.Advance(TimeSpan.FromSeconds(30));
        await limited;
        Assert.Equal(["GET /rest/api/3/myself", "GET /rest/api/3/myself"], Paths());
    }

    private async Task CancelAsync(Func<Task> reached)
    {
        using var client = Client();
        using var cancellation = new CancellationTokenSource();
        var request = client.GetAsync("rest/api/3/myself", false, cancellation.Token);
        await reached();
        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
        Canary.AssertAbsent(exception);
    }

    /// <summary>A body that never arrives and ignores the token. Only closing it ends a read, as on .NET Framework.</summary>
    private sealed class StallingStream : MemoryStream
    {
        private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<int> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reading => _reading.Task;

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            _reading.TrySetResult();
            return _closed.Task;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _reading.TrySetResult();
            return new ValueTask<int>(_closed.Task);
        }

        protected override void Dispose(bool disposing)
        {
            _closed.TrySetException(new IOException("The stream was closed."));
            base.Dispose(disposing);
        }
    }
}
