using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ExternalSources.Simulator;

namespace ExternalSources.Benchmarks;

/// <summary>A simulator in a process of its own, so that its processor time and memory are not taken for the module's.</summary>
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
        var start = new ProcessStartInfo("dotnet", [typeof(AtlassianSimulator).Assembly.Location, "--users", users.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, UseShellExecute = false };
        var process = Process.Start(start)!;
        var first = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The simulator did not start.");
        return new SimulatorProcess(process, new Uri(first[first.IndexOf("http", StringComparison.Ordinal)..]));
    }

    public async Task SetLatencyAsync(int milliseconds) =>
        (await _control.PutAsJsonAsync("latency", new JsonObject { ["milliseconds"] = milliseconds })).EnsureSuccessStatusCode();

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
