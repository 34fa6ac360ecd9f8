using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Tests.Support;

/// <summary>A listener on loopback whose connections a test controls byte by byte.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<RawConnection, Task> _serve;
    private readonly Task _accepting;

    public RawServer(Func<RawConnection, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    public Uri TlsAddress => new($"https://127.0.0.1:{Port}/");

    /// <summary>The head of each request that was read, in order.</summary>
    public ConcurrentQueue<string> Heads { get; } = new();

    public int Connections { get; private set; }

    /// <summary>A server that sends the same bytes to every request and closes.</summary>
    public static RawServer Answering(string answer) =>
        new(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.SendAsync(answer);
        });

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_stopping.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            Connections++;
            _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = new RawConnection(this, socket, _stopping.Token);
        try
        {
            await _serve(connection);
        }
        catch (Exception exception)
            when (exception is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, or the test is over.
        }
    }
}

internal sealed class RawConnection(RawServer server, Socket socket, CancellationToken stopping) : IDisposable
{
    public NetworkStream Stream { get; } = new(socket, ownsSocket: true);

    public CancellationToken Stopping => stopping;

    public async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        var buffer = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await Stream.ReadAsync(buffer, stopping) == 0)
            {
                throw new EndOfStreamException();
            }

            head.Append((char)buffer[0]);
        }

        server.Heads.Enqueue(head.ToString());
        return head.ToString();
    }

    public async Task SendAsync(string text) => await Stream.WriteAsync(Encoding.UTF8.GetBytes(text), stopping);

    public Task SendAsync(byte[] bytes) => Stream.WriteAsync(bytes, stopping).AsTask();

    /// <summary>Waits until the client has closed the connection.</summary>
    public async Task WaitForEndAsync()
    {
        var buffer = new byte[64];
        while (await Stream.ReadAsync(buffer, stopping) > 0) { }
    }

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public void Dispose() => Stream.Dispose();
}
