using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Runs.Safety;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>One bulk action over many users. It passes each user to the worker of the source, and keeps the log complete.</summary>
internal sealed class BulkRun
{
    /// <summary>The number of users that one search of a source takes.</summary>
    private const int ChunkSize = 100;

    private readonly RunSettings _settings;
    private readonly ConcurrentDictionary<string, SourceWorker> _workers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The users that no worker got before the run was stopped.</summary>
    private readonly List<Candidate> _left = new();

    public BulkRun(RunSettings settings)
    {
        _settings = settings;
        Recorder = new RunRecorder(settings);
    }

    public RunRecorder Recorder { get; }

    /// <summary>Registers a source, before its first user comes.</summary>
    public void Connect(ExternalSource source, ISourceConnector connector)
    {
        Recorder.Know(SourceReference.Of(source));
        _workers[source.Name] = new SourceWorker(source, connector, _settings, Recorder);
    }

    /// <summary>Works until every user is processed, or until <paramref name="stop"/> ends the run.</summary>
    /// <exception cref="RunRefusedException">The run is over a limit. Nothing was changed.</exception>
    /// <exception cref="RunLogException">The log cannot be written.</exception>
    public async Task RunAsync(AsyncQueue<Candidate> candidates, CancellationToken stop)
    {
        // An exception in one worker ends them all: above all, a log that cannot be written.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var lanes = new Dictionary<string, (AsyncQueue<IReadOnlyList<Candidate>> Queue, Task Work)>(StringComparer.OrdinalIgnoreCase);
        string? reason = null;
        try
        {
            if (_settings.Limits.IsSet)
            {
                var all = await TakeAllAsync(candidates, end.Token).ConfigureAwait(false);
                await _settings.Limits.CheckAsync(all, (source, token) => _workers[source].CountPeopleAsync(token), end.Token).ConfigureAwait(false);
                foreach (var chunk in Batch.Of(all, ChunkSize))
                {
                    await HandOutAsync(chunk, lanes, end).ConfigureAwait(false);
                }

                end.Token.ThrowIfCancellationRequested();
            }
            else
            {
                IReadOnlyList<Candidate> chunk;
                while ((chunk = await candidates.TakeAsync(ChunkSize, end.Token).ConfigureAwait(false)).Count > 0)
                {
                    await HandOutAsync(chunk, lanes, end).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            reason = "The run was stopped.";
        }
        finally
        {
            foreach (var (queue, _) in lanes.Values)
            {
                queue.Complete();
            }
        }

        try
        {
            await Task.WhenAll(lanes.Values.Select(lane => lane.Work)).ConfigureAwait(false);
        }
        catch
        {
            // A stop cancels every worker; any other exception comes from one worker.
            if (lanes.Values.Select(lane => lane.Work).FirstOrDefault(work => work.IsFaulted) is { } failed)
            {
                Recorder.Abandon();
                ExceptionDispatchInfo.Capture(failed.Exception!.InnerException!).Throw();
            }

            reason = "The run was stopped.";
        }

        try
        {
            // The log also has the users that were not processed, so that the run can be resumed.
            Recorder.NotAttempted(lanes.Values.SelectMany(lane => lane.Queue.Rest().SelectMany(chunk => chunk)).Concat(_left).Concat(candidates.Rest()));
        }
        catch (RunLogException)
        {
            Recorder.Abandon();
            throw;
        }

        Recorder.Close(reason);
        foreach (var (queue, _) in lanes.Values)
        {
            queue.Dispose();
        }

        stop.ThrowIfCancellationRequested();
    }

    private static async Task<IReadOnlyList<Candidate>> TakeAllAsync(AsyncQueue<Candidate> candidates, CancellationToken cancellationToken)
    {
        var all = new List<Candidate>();
        IReadOnlyList<Candidate> chunk;
        while ((chunk = await candidates.TakeAsync(ChunkSize, cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            all.AddRange(chunk);
        }

        return all;
    }

    private async Task HandOutAsync(
        IReadOnlyList<Candidate> chunk,
        Dictionary<string, (AsyncQueue<IReadOnlyList<Candidate>> Queue, Task Work)> lanes,
        CancellationTokenSource end
    )
    {
        foreach (var some in chunk.GroupBy(candidate => candidate.Source, StringComparer.OrdinalIgnoreCase))
        {
            if (end.IsCancellationRequested)
            {
                _left.AddRange(some);
                continue;
            }

            if (!lanes.TryGetValue(some.Key, out var lane))
            {
                var queue = new AsyncQueue<IReadOnlyList<Candidate>>(2);
                lane = lanes[some.Key] = (queue, WorkAsync(_workers[some.Key], queue, end));
            }

            try
            {
                await lane.Queue.AddAsync(some.ToArray(), end.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                _left.AddRange(some);
            }
        }
    }

    private static async Task WorkAsync(SourceWorker lane, AsyncQueue<IReadOnlyList<Candidate>> queue, CancellationTokenSource end)
    {
        try
        {
            await Task.Run(() => lane.RunAsync(queue, end.Token), CancellationToken.None).ConfigureAwait(false);
        }
        catch
        {
            end.Cancel();
            throw;
        }
    }
}
