using System;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>Errors of a write say whether its outcome is unknown.</summary>
public class WriteOutcomeTests
{
    [Theory]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    [InlineData(408, true)]
    [InlineData(409, false)]
    [InlineData(415, false)]
    [InlineData(429, false)]
    [InlineData(500, true)]
    [InlineData(502, true)]
    [InlineData(503, true)]
    [InlineData(504, true)]
    [InlineData(599, true)]
    public void The_outcome_depends_on_the_status(int status, bool isUnknown) =>
        Assert.Equal(isUnknown, new ServiceStatusException(status, null, null, "m", "r").IsOutcomeUnknown);

    [Theory]
    [InlineData(nameof(ConnectionFailure.NameResolution), false)]
    [InlineData(nameof(ConnectionFailure.Refused), false)]
    [InlineData(nameof(ConnectionFailure.Tls), false)]
    [InlineData(nameof(ConnectionFailure.Timeout), true)]
    [InlineData(nameof(ConnectionFailure.Interrupted), true)]
    public void The_outcome_depends_on_the_connection_failure(string failure, bool isUnknown) =>
        Assert.Equal(isUnknown, new ServiceUnreachableException(Enum.Parse<ConnectionFailure>(failure), "m", "r").IsOutcomeUnknown);

    [Fact]
    public void After_a_response_of_another_server_the_outcome_is_unknown()
    {
        Assert.True(new UnexpectedResponseException("m", "r").IsOutcomeUnknown);
        Assert.True(new ServiceRedirectException("m", "r").IsOutcomeUnknown);
    }

    [Fact]
    public async Task A_response_is_closed_only_if_its_read_ignores_the_token()
    {
        Assert.False(ServiceClient.ResponseAbort.ClosesAtOnce);
        var finished = new Watched();
        using (var abort = new ServiceClient.ResponseAbort(finished.Response))
        {
            abort.Abort();
        }

        var stalled = new Watched();
        using var open = new ServiceClient.ResponseAbort(stalled.Response);
        open.Abort();
        Assert.False(stalled.Closed.IsCompleted);
        await stalled.Closed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        // The finished read had the same time, and its response was not closed.
        Assert.False(finished.Closed.IsCompleted);
    }

    private sealed class Watched
    {
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Watched() => Response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new Content(_closed) };

        public HttpResponseMessage Response { get; }

        public Task Closed => _closed.Task;

        private sealed class Content(TaskCompletionSource closed) : HttpContent
        {
            protected override Task SerializeToStreamAsync(System.IO.Stream stream, TransportContext? context) => Task.CompletedTask;

            protected override bool TryComputeLength(out long length)
            {
                length = 0;
                return true;
            }

            protected override void Dispose(bool disposing)
            {
                closed.TrySetResult();
                base.Dispose(disposing);
            }
        }
    }
}
