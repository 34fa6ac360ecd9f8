using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Simulator.Tests.Faults;

/// <summary>A socket connection that returns the received bytes and how the connection ended.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public static async Task<RawConnection> SendAsync(Uri address, string path, string headers = "")
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(IPAddress.Loopback, address.Port, TestContext.Current.CancellationToken);
        var request = $"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\n{headers}\r\n";
        await connection._socket.SendAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>Reads until the server ends the connection.</summary>
    public async Task<(string Received, bool WasReset)> ReadToEndAsync()
    {
        using var received = new MemoryStream();
        var buffer = new byte[4096];
        try
        {
            int count;
            while ((count = await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken)) > 0)
            {
                received.Write(buffer, 0, count);
            }

            return (Encoding.UTF8.GetString(received.ToArray()), false);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
            return (Encoding.UTF8.GetString(received.ToArray()), true);
        }
    }

    public void Dispose() => _socket.Dispose();
}
