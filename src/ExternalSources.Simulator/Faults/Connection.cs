using System;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Faults;

/// <summary>The two ways in which a connection ends too early.</summary>
internal static class Connection
{
    /// <summary>A reset, as by a machine that went away.</summary>
    public static void Reset(HttpContext context)
    {
        Socket? socket = context.Features.Get<IConnectionSocketFeature>()?.Socket;
        if (socket is not null)
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
        }

        context.Abort();
    }

    /// <summary>An end in good order, as by a proxy that gave up: what was sent before arrives.</summary>
    public static void Close(HttpContext context)
    {
        try
        {
            context.Features.Get<IConnectionSocketFeature>()?.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client was quicker.
        }
    }
}
