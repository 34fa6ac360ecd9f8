using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Session;

namespace ExternalSources.Commands.Sources;

/// <summary>The base of the cmdlets that test sources. Tests several at the same time, with progress.</summary>
public abstract class SourceTestCommand : SourceCommand
{
    private const int ProgressId = 1;

    private protected SourceTestCommand() { }

    /// <summary>Tests sources at the same time. Handles the results on the pipeline thread, in the given order, as soon as they arrive.</summary>
    private protected void TestSources(IReadOnlyList<ExternalSource> sources, int throttleLimit, Action<TestedSource> handle)
    {
        if (sources.Count == 0)
        {
            return;
        }

        // A vault works only on this thread and may ask for a password, so all keys are read first.
        var keys = sources.Select(ReadKey).ToArray();
        var owners = sources.Any(source => source.Type == SourceType.JiraCloud) ? SiteOwners.Open(Repository.All, Connections) : null;
        var tested = new List<TestedSource>();
        var transport = Session.Transport;
        try
        {
            Pump(
                async (queue, cancellationToken) =>
                {
                    var options = transport with { Log = queue.Verbose };
                    using var throttle = new SemaphoreSlim(throttleLimit);
                    var tests = sources.Select((source, i) => TestAsync(source, keys[i], options, owners, throttle, cancellationToken)).ToArray();
                    for (var i = 0; i < tests.Length; i++)
                    {
                        if (sources.Count > 1)
                        {
                            queue.Progress(Progress(sources, i));
                        }

                        var outcome = await tests[i].ConfigureAwait(false);
                        queue.Add(_ =>
                        {
                            tested.Add(outcome);
                            handle(outcome);
                        });
                    }
                }
            );
        }
        finally
        {
            foreach (var key in keys)
            {
                key.Key?.Dispose();
            }

            if (sources.Count > 1 && !Stopping)
            {
                WriteProgress(new ProgressRecord(ProgressId, "Testing external sources", "Done") { RecordType = ProgressRecordType.Completed });
            }
        }

        Remember(tested);
    }

    private static async Task<TestedSource> TestAsync(
        ExternalSource source,
        (ApiKey? Key, ExternalSourceException? Failure) key,
        TransportOptions options,
        SiteOwners? owners,
        SemaphoreSlim throttle,
        CancellationToken cancellationToken
    )
    {
        if (key.Key is null)
        {
            return SourceTester.WithoutKey(source, key.Failure!, options.Clock.UtcNow);
        }

        await throttle.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await SourceTester.TestAsync(source, key.Key, options, owners is null ? null : owners.CheckAsync, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            throttle.Release();
        }
    }

    private (ApiKey? Key, ExternalSourceException? Failure) ReadKey(ExternalSource source)
    {
        try
        {
            return (Repository.ReadKey(source), null);
        }
        catch (ExternalSourceException exception)
        {
            return (null, exception);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private static ProgressRecord Progress(IReadOnlyList<ExternalSource> sources, int done) =>
        new(ProgressId, "Testing external sources", $"{Invariant.Text(done)} of {Invariant.Text(sources.Count)}")
        {
            CurrentOperation = sources[done].Name,
            PercentComplete = done * 100 / sources.Count,
        };
}
