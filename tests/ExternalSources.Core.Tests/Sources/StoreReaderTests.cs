using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Sources;

public sealed class StoreReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Readers_see_one_version_or_the_other_while_the_file_is_replaced()
    {
        const int Versions = 60;
        var store = new SourceStore(_folder.Path);
        Write(0);
        using var done = new CancellationTokenSource();
        var readers = Enumerable
            .Range(0, 2)
            .Select(_ => Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        for (var version = 1; version <= Versions; version++)
        {
            Write(version);
        }

        await done.CancelAsync();

        foreach (var reads in await Task.WhenAll(readers))
        {
            Assert.True(reads > 0);
        }

        Assert.Equal(Title(Versions), store.Read().Sources[0].Title);

        // Each version has as many sources as its number, all with its title. This shows any mixed or incomplete content.
        void Write(int version)
        {
            using var transaction = store.Lock(CancellationToken.None);
            transaction.Save(
                new StoreContent
                {
                    Sources = Enumerable.Range(0, version + 1).Select(i => SampleSource.Named("source" + Title(i)) with { Title = Title(version) }).ToArray(),
                }
            );
        }

        int Read()
        {
            var reads = 0;
            do
            {
                var sources = new SourceStore(_folder.Path).Read().Sources;
                Assert.All(sources, source => Assert.Equal(Title(sources.Count - 1), source.Title));
                Assert.NotEmpty(sources);
                reads++;
            } while (!done.IsCancellationRequested);
            return reads;
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string Title(int number) => number.ToString(CultureInfo.InvariantCulture);
}
