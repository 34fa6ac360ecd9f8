using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using ExternalSources.Contract.Tests.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ExternalSources.Contract.Tests.Proxy;

/// <summary>
/// Stands between a client and several servers on loopback, with one port for each server, and records what they exchange. The records have no
/// credentials. Addresses of the servers in responses become those of the proxy, so that the client follows them through it.
/// </summary>
internal sealed class RecordingProxy : IAsyncDisposable
{
    // The connection to each side is its own, and the body is recorded as text.
    private static readonly HashSet<string> NotForwarded = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host",
        "Connection",
        "Keep-Alive",
        "Transfer-Encoding",
        "Accept-Encoding",
        "Content-Length",
    };

    private static readonly HashSet<string> Credentials = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Proxy-Authorization", "Cookie" };

    private readonly ConcurrentQueue<Exchange> _exchanges = new();
    private readonly ConcurrentQueue<Exchange> _aborted = new();
    private readonly HttpClient _client = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.All,
        }
    );
    private readonly WebApplication _server;
    private Route[] _routes = [];

    private RecordingProxy(WebApplication server) => _server = server;

    /// <summary>What has been exchanged so far, in the order of the responses.</summary>
    public IReadOnlyList<Exchange> Exchanges => [.. _exchanges];

    /// <summary>The requests without a response, because the client gave up or the server broke off. Their status is 0.</summary>
    public IReadOnlyList<Exchange> Aborted => [.. _aborted];

    /// <summary>The addresses of the proxy, in the order of the servers.</summary>
    public IReadOnlyList<Uri> Addresses => [.. _routes.Select(route => route.Address)];

    /// <summary>Starts a proxy for some servers. The same server may have several addresses.</summary>
    public static async Task<RecordingProxy> StartAsync(params Uri[] servers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(options =>
            {
                options.AddServerHeader = false;
                foreach (var _ in servers)
                {
                    options.Listen(IPAddress.Loopback, 0);
                }
            });
        var server = builder.Build();
        var proxy = new RecordingProxy(server);
        server.Run(proxy.ForwardAsync);
        await server.StartAsync();
        var addresses = server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        proxy._routes = [.. addresses.Zip(servers, (address, upstream) => new Route(new Uri(address + "/"), upstream))];
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new System.Threading.CancellationToken(canceled: true));
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private static Uri At(Uri server, string target) =>
        new(server.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private async Task ForwardAsync(HttpContext context)
    {
        var route = _routes.Single(route => route.Address.Port == context.Connection.LocalPort);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var body = await ReadAsync(context.Request);
        using var request = new HttpRequestMessage(HttpMethod.Parse(context.Request.Method), At(route.Server, target));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
        }

        foreach ((var name, var values) in context.Request.Headers.Where(header => !NotForwarded.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content ??= new ByteArrayContent([]);
                request.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        var exchange = new Exchange
        {
            Method = request.Method,
            Address = At(route.Address, target),
            RequestHeaders = context
                .Request.Headers.Where(header => !Credentials.Contains(header.Key))
                .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            RequestType = request.Content?.Headers.ContentType?.MediaType,
            RequestBody = body is null ? null : Encoding.UTF8.GetString(body),
            Status = 0,
            ResponseBody = "",
        };
        try
        {
            using var response = await _client.SendAsync(request, context.RequestAborted);
            var text = WithOwnAddresses(await response.Content.ReadAsStringAsync(context.RequestAborted), route);
            _exchanges.Enqueue(
                exchange with
                {
                    Status = (int)response.StatusCode,
                    ResponseType = response.Content.Headers.ContentType?.MediaType,
                    ResponseBody = text,
                }
            );
            await RespondAsync(context.Response, response, text, route);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or System.IO.IOException)
        {
            // The client sees what the server did: the connection breaks off.
            _aborted.Enqueue(exchange);
            context.Abort();
        }
    }

    private static async Task<byte[]?> ReadAsync(HttpRequest request)
    {
        using var buffer = new System.IO.MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        return buffer.Length == 0 ? null : buffer.ToArray();
    }

    private async Task RespondAsync(HttpResponse to, HttpResponseMessage from, string text, Route route)
    {
        to.StatusCode = (int)from.StatusCode;
        foreach ((var name, var values) in from.Headers.Concat(from.Content.Headers).Where(header => !NotForwarded.Contains(header.Key)))
        {
            to.Headers[name] = values.Select(value => WithOwnAddresses(value, route)).ToArray();
        }

        if (text.Length > 0)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            to.ContentLength = bytes.Length;
            await to.Body.WriteAsync(bytes, to.HttpContext.RequestAborted);
        }
    }

    /// <summary>Replaces the addresses of the servers. A server with several addresses gets the one that the client used.</summary>
    private string WithOwnAddresses(string text, Route used) =>
        _routes
            .Prepend(used)
            .DistinctBy(route => route.Server)
            .Aggregate(text, (changed, route) =>
                route.Server.Authority is var server && changed.Contains(server, StringComparison.Ordinal) ? route.Rewrite(changed) : changed
            );

    private sealed record Route(Uri Address, Uri Server)
    {
        private readonly Regex _server = new("http://" + Regex.Escape(Server.Authority) + @"(?!\d)", RegexOptions.CultureInvariant);

        public string Rewrite(string text) => _server.Replace(text, "http://" + Address.Authority);
    }
}
