using System;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace ExternalSources.Simulator.Faults;

/// <summary>The ways in which a connection ends too early, on the socket itself: the server below knows only how to end well.</summary>
internal static class Connection
{
    /// <summary>Sends the head and half of the body. The server's own flush does not say when the bytes are on their way; this does.</summary>
    public static async Task SendHalfAsync(HttpContext context, byte[] body)
    {
        var response = context.Response;

        // An answer without a body gets the promise of one.
        response.ContentLength = Math.Max(body.Length, 64);
        var phrase = ReasonPhrases.GetReasonPhrase(response.StatusCode);
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.StatusCode} {phrase}\r\n");
        foreach ((var name, var values) in response.Headers)
        {
            foreach (var value in values)
            {
                head.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }

        byte[] start = [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body.AsSpan(0, body.Length / 2)];
        response.Headers.Clear();
        context.Features.Set(new SentHead(response.StatusCode));
        try
        {
            var socket = SocketOf(context);
            for (var at = 0; at < start.Length; )
            {
                at += await socket.SendAsync(start.AsMemory(at), context.RequestAborted);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client was quicker.
        }
    }

    /// <summary>A reset, as by a machine that went away.</summary>
    public static void Reset(HttpContext context)
    {
        var socket = SocketOf(context);
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client was quicker.
        }

        socket.Close();
        context.Abort();
    }

    /// <summary>An end in good order, as by a proxy that gave up: what was sent before arrives.</summary>
    public static void Close(HttpContext context)
    {
        try
        {
            SocketOf(context).Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client was quicker.
        }
    }

    private static Socket SocketOf(HttpContext context) => context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
}
