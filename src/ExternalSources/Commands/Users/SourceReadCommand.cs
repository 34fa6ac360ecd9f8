using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Commands;

/// <summary>What the cmdlets share that read from sources: which sources, side by side, and what happens when one of them fails.</summary>
public abstract class SourceReadCommand : SourceCommand
{
    private readonly List<string> _sources = new();
    private volatile bool _someFailed;

    private protected SourceReadCommand()
    {
    }

    /// <summary>The sources to read from, by name or as objects. Wildcards are permitted.</summary>
    /// <value>All sources that can</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [SourceArgument]
    [SourceNameCompleter]
    public string[] Source { get; set; } = { "*" };

    /// <summary>How many requests to one source are under way at the same time.</summary>
    /// <value>8</value>
    [Parameter]
    [ValidateRange(1, 32)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>Whether a source could not be read, so that what was found may not be all there is.</summary>
    private protected bool SomeFailed => _someFailed;

    /// <summary>Collects the sources.</summary>
    protected override void ProcessRecord() => _sources.AddRange(Source);

    /// <summary>The names of the collected sources.</summary>
    private protected IReadOnlyList<string> Sources => _sources;

    /// <summary>Reads from each of these sources, all at the same time. What fails is an error of that source; the others go on.</summary>
    private protected void ReadSources<TReader>(IReadOnlyList<string> names, string what, string capability, Func<TReader, ExternalSource, PipelineQueue, ReadProgress, CancellationToken, Task> read)
        where TReader : class
    {
        var connections = Connect(capability, names);
        var clock = Session.Transport.Clock;
        try
        {
            if (connections.Count > 0)
            {
                Pump((queue, cancellationToken) =>
                {
                    var progress = new ReadProgress(what, queue, clock);
                    return Task.WhenAll(connections.Select(connection => ReadOneAsync(connection, queue, progress, cancellationToken)));
                });
            }
        }
        finally
        {
            foreach (var connection in connections)
                connection.Dispose();
            if (!Stopping)
                WriteProgress(new ProgressRecord(ReadProgress.Id, what, "Done") { RecordType = ProgressRecordType.Completed });
        }

        async Task ReadOneAsync(SourceConnection connection, PipelineQueue queue, ReadProgress progress, CancellationToken cancellationToken)
        {
            try
            {
                connection.News.TellTo(queue, progress);
                await read((TReader)connection.Connector, connection.Source, queue, progress, cancellationToken).ConfigureAwait(false);
            }
            catch (ExternalSourceException exception)
            {
                _someFailed = true;
                var record = exception.ToRecord(connection.Source.Name);
                record.ErrorDetails = new ErrorDetails($"{connection.Source.Name}: {record.ErrorDetails.Message}") { RecommendedAction = record.ErrorDetails.RecommendedAction };
                queue.Add(cmdlet => cmdlet.WriteError(record));
            }
        }
    }

    /// <summary>Reads texts that may be wildcards. One that nobody can understand ends the command.</summary>
    private protected TextPattern[] Patterns(IEnumerable<string> texts)
    {
        try
        {
            return texts.Select(text => new TextPattern(text)).ToArray();
        }
        catch (InvalidInputException exception)
        {
            ThrowTerminatingError(exception.ToRecord(texts));
            throw;
        }
    }

    private List<SourceConnection> Connect(string capability, IReadOnlyList<string> names)
    {
        var connections = new List<SourceConnection>();
        var isWildcard = names.All(WildcardPattern.ContainsWildcardCharacters);
        foreach (var source in SelectSources(names.Distinct()))
        {
            if (!ConnectorFactory.CapabilityNames(source.Type).Contains(capability))
            {
                // A source that was only swept up by a wildcard is passed over; one that was named is an error.
                if (!isWildcard)
                    WriteError(new CapabilityException(source, capability).ToRecord(source.Name));
                continue;
            }

            var connected = connections.Count;
            ForSource(source.Name, () =>
            {
                NoticeExpiry(source);
                connections.Add(OpenConnection(source, Session.Transport with { AttemptTimeout = TimeSpan.FromSeconds(100), MaxAttempts = 5 }));
            });
            _someFailed |= connections.Count == connected;
        }

        return connections;
    }
}
