using System;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>Which failures of a write leave open whether it was done.</summary>
public class WriteFailuresTests
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
    public void A_status_tells(int status, bool isOpen) => Assert.Equal(isOpen, WriteFailures.IsOpen(new ServiceStatusException(status, null, null, "m", "r")));

    [Theory]
    [InlineData(nameof(ConnectionFailure.NameResolution), false)]
    [InlineData(nameof(ConnectionFailure.Refused), false)]
    [InlineData(nameof(ConnectionFailure.Tls), false)]
    [InlineData(nameof(ConnectionFailure.Timeout), true)]
    [InlineData(nameof(ConnectionFailure.Interrupted), true)]
    public void A_connection_tells(string failure, bool isOpen) =>
        Assert.Equal(isOpen, WriteFailures.IsOpen(new ServiceUnreachableException(Enum.Parse<ConnectionFailure>(failure), "m", "r")));

    [Fact]
    public void An_answer_that_is_not_the_services_own_tells_nothing()
    {
        Assert.True(WriteFailures.IsOpen(new UnexpectedResponseException("m", "r")));
        Assert.True(WriteFailures.IsOpen(new ServiceRedirectException("m", "r")));
    }

    [Fact]
    public async Task An_answer_is_closed_only_when_its_read_heeds_no_token()
    {
        Assert.False(ReadEnd.ClosesAtOnce);
        var heeding = new Watched();
        using (var end = new ReadEnd(heeding.Response))
        {
            end.Cancel();
        }

        var deaf = new Watched();
        using var open = new ReadEnd(deaf.Response);
        open.Cancel();
        Assert.False(deaf.Closed.IsCompleted);
        await deaf.Closed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        // The one that ended by itself had as much time, and was left alone.
        Assert.False(heeding.Closed.IsCompleted);
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
