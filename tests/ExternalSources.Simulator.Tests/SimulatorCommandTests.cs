using System;
using System.CommandLine;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Simulator.Tests;

public sealed class SimulatorCommandTests
{
    [Theory]
    [InlineData("--users 0", "--users must be")]
    [InlineData("--users many", "many")]
    [InlineData("--port 65536", "--port must be")]
    [InlineData("--latency -1", "--latency must be")]
    [InlineData("--behavior userCount=maybe", "The values of userCount are includesOutsiders|sameAsSearch|gone.")]
    [InlineData("--behavior gone", "'gone' is not a setting. Use name=value.")]
    [InlineData("--address 0.0.0.0", "--address")]
    public async Task An_invalid_argument_is_an_error_that_names_it(string arguments, string expected)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await SimulatorCommand
            .Create()
            .Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        Assert.NotEqual(0, exitCode);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_an_error()
    {
        await using var first = await AtlassianSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var error = new StringWriter();
        var exitCode = await SimulatorCommand
            .Create()
            .Parse(["--port", FormattableString.Invariant($"{first.Address.Port}")])
            .InvokeAsync(new InvocationConfiguration { Error = error }, TestContext.Current.CancellationToken);
        Assert.Equal(1, exitCode);
        Assert.Contains("could not start", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_prints_its_address_without_keys_and_runs_until_it_is_stopped()
    {
        using var output = new SignallingWriter();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var run = SimulatorCommand
            .Create()
            .Parse("--users 12 --seed 4 --data-center --scoped-keys")
            .InvokeAsync(new InvocationConfiguration { Output = output, ProcessTerminationTimeout = null }, stop.Token);
        var text = await output.Flushed.ReadAsync(TestContext.Current.CancellationToken);
        var address = text.Split('\n')[0]["Listening on".Length..].Trim();
        using var client = new HttpClient();
        var info = await client.GetStringAsync(new Uri(address + "rest/api/2/serverInfo"), TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        Assert.Equal(0, await run);
        Assert.StartsWith("http://127.0.0.1:", address, StringComparison.Ordinal);
        Assert.Contains("\"Server\"", info, StringComparison.Ordinal);
        Assert.DoesNotContain(SimulatorKeys.Organization, text, StringComparison.Ordinal);
        Assert.DoesNotContain(SimulatorKeys.Site, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1, 65536)]
    public async Task Options_out_of_range_are_refused(int users, int organizations, int port)
    {
        var options = new SimulatorOptions
        {
            Users = users,
            Organizations = organizations,
            Port = port,
        };
        await Assert.ThrowsAnyAsync<ArgumentOutOfRangeException>(() => AtlassianSimulator.StartAsync(options, TestContext.Current.CancellationToken));
    }

    private sealed class SignallingWriter : StringWriter
    {
        private readonly Channel<string> _flushed = Channel.CreateUnbounded<string>();

        public ChannelReader<string> Flushed => _flushed.Reader;

        public override Task FlushAsync()
        {
            _flushed.Writer.TryWrite(ToString());
            return Task.CompletedTask;
        }
    }
}
