using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>A request and its response.</summary>
internal sealed partial record Exchange
{
    public required HttpMethod Method { get; init; }

    public required Uri Address { get; init; }

    /// <summary>The headers of the request without its credentials; empty when they were not recorded.</summary>
    public IReadOnlyDictionary<string, string> RequestHeaders { get; init; } = new Dictionary<string, string>();

    public string? RequestType { get; init; }

    public string? RequestBody { get; init; }

    public required int Status { get; init; }

    public string? ResponseType { get; init; }

    public required string ResponseBody { get; init; }

    public bool Succeeded => Status is >= 200 and < 300;

    /// <summary>The path at the service. The gateway has the paths of each site below an address of its own.</summary>
    public string Path => Gateway().Replace(Address.AbsolutePath, "");

    /// <summary>Records a response. Its body can still be read afterwards.</summary>
    public static async Task<Exchange> OfAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        return new Exchange
        {
            Method = request.Method,
            Address = request.RequestUri!,
            RequestType = request.Content?.Headers.ContentType?.MediaType,
            RequestBody = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : null,
            Status = (int)response.StatusCode,
            ResponseType = response.Content.Headers.ContentType?.MediaType,
            ResponseBody = await response.Content.ReadAsStringAsync(cancellationToken),
        };
    }

    public override string ToString() => $"{Method} {Address.PathAndQuery} -> {Status}";

    [GeneratedRegex("^/ex/jira/[^/]+(?=/)")]
    private static partial Regex Gateway();
}
