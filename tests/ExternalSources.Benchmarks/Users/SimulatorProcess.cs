using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ExternalSources.Simulator;

namespace ExternalSources.Benchmarks.Users;

/// <summary>A simulator in a separate process, so that measurements exclude its processor time and memory.</summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _control;

    private SimulatorProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        _control = new HttpClient { BaseAddress = new Uri(address, "_simulator/") };
    }

    public Uri Address { get; }

    public static async Task<SimulatorProcess> StartAsync(int users)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AtlassianSimulator).Assembly.Location, "--users", users.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var process = Process.Start(start)!;
        var first = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The simulator did not start.");
        return new SimulatorProcess(process, new Uri(first[first.IndexOf("http", StringComparison.Ordinal)..]));
    }

    public async Task SetLatencyAsync(int milliseconds) =>
        (await _control.PutAsJsonAsync("latency", new JsonObject { ["milliseconds"] = milliseconds })).EnsureSuccessStatusCode();

    public async Task SetLimitAsync(int requestsPerSecond) =>
        (await _control.PutAsJsonAsync("limits", new JsonObject { ["requestsPerSecond"] = requestsPerSecond })).EnsureSuccessStatusCode();

    /// <summary>Returns the number of accepted requests, and of those refused because of the limit.</summary>
    public async Task<(int Granted, int Refused)> CountRequestsAsync()
    {
        var requests = JsonNode.Parse(await _control.GetStringAsync("requests"))!["requests"]!.AsArray();
        var refused = requests.Count(request => (int?)request!["status"] == 429);
        return (requests.Count - refused, refused);
    }

    /// <summary>Returns the number of changes, and of the people changed.</summary>
    public async Task<(int All, int Different)> CountWritesAsync()
    {
        var writes = JsonNode.Parse(await _control.GetStringAsync("writes"))!.AsArray();
        return (writes.Count, writes.Select(write => (string)write!["accountId"]!).Distinct().Count());
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
