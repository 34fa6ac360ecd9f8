using System;
using System.Threading.Tasks;
using ExternalSources.Package.Tests.Support;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Package.Tests;

/// <summary>One run of the quickstart, for all tests that look at it.</summary>
public sealed class QuickstartRun : IAsyncLifetime
{
    internal ProcessOutcome Outcome { get; private set; } = null!;

    public TemporaryFolder Home { get; } = new();

    public async ValueTask InitializeAsync() => Outcome = await QuickstartProcess.RunAsync(Home, []);

    public ValueTask DisposeAsync()
    {
        Home.Dispose();
        return ValueTask.CompletedTask;
    }
}
