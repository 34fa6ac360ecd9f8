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

/// <summary>Ends connections too early. It uses the socket because the server can only end a connection properly.</summary>
internal static class Connection
{
    /// <summary>Sends the headers and half of the body, and returns when the bytes are on their way. The server's own flush returns earlier.</summary>
    public static async Task SendHalfAsync(HttpContext context, byte[] body)
    {
        var response = context.Response;

        // A response without a body announces one, so that it can be cut off.
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
        context.Features.Set(new SentStatus(response.StatusCode));
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
            // The client closed the connection first.
        }
    }

    /// <summary>Resets the connection, as a crashed machine does.</summary>
    public static void Reset(HttpContext context)
    {
        var socket = SocketOf(context);
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client closed the connection first.
        }

        socket.Close();
        context.Abort();
    }

    /// <summary>Closes the connection properly, as a proxy that gives up does. The client receives what was sent before.</summary>
    public static void Close(HttpContext context)
    {
        try
        {
            SocketOf(context).Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client closed the connection first.
        }
    }

    private static Socket SocketOf(HttpContext context) => context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
}
