using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Sources;

/// <summary>Locks work between processes as between threads.</summary>
public sealed class StoreProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Sources_that_several_processes_add_at_once_all_survive()
    {
        var writers = await Task.WhenAll(Enumerable.Range(0, 3).Select(writer => OtherProcess.AddSourcesAsync(_folder.Path, writer + "-", 10)));
        foreach (var writer in writers)
        {
            writer.Go();
        }

        foreach (var writer in writers)
        {
            Assert.Equal(0, await writer.WaitForExitAsync());
            writer.Dispose();
        }

        Assert.Equal(30, new SourceStore(_folder.Path).Read().Sources.Select(source => source.Name).Distinct().Count());
    }

    [Fact]
    public async Task A_killed_process_releases_its_lock()
    {
        using var other = await OtherProcess.HoldLockAsync(_folder.Path);
        var impatient = new SourceStore(_folder.Path, new StoreFiles { LockWait = TimeSpan.Zero });
        Assert.Equal(StoreFailure.Busy, Assert.Throws<StoreException>(() => impatient.Lock(CancellationToken.None)).Failure);

        other.Kill();
        await other.WaitForExitAsync();

        using var transaction = impatient.Lock(CancellationToken.None);
        transaction.Save(transaction.Content.With(SampleSource.Named("acme")));
        Assert.Single(impatient.Read().Sources);
    }

    public void Dispose() => _folder.Dispose();
}
