using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>Records the requests and responses that it sends over real sockets.</summary>
internal sealed class RecordingHandler(ConcurrentQueue<Exchange> exchanges)
    : DelegatingHandler(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.All,
        }
    )
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        exchanges.Enqueue(await Exchange.OfAsync(request, response, cancellationToken));
        return response;
    }
}
