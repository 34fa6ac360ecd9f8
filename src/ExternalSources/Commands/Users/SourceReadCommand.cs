using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Async;
using ExternalSources.Commands.Sources;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Errors;
using ExternalSources.Session;

namespace ExternalSources.Commands.Users;

/// <summary>What the cmdlets share that read from sources: which sources, side by side, and what happens when one of them fails.</summary>
public abstract class SourceReadCommand : SourceCommand
{
    /// <summary>All sources.</summary>
    private protected const string Everywhere = "*";

    private readonly HashSet<string> _failed = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _unread = new(StringComparer.OrdinalIgnoreCase);
    private HashSet<string> _arguments = new();

    private protected SourceReadCommand() { }

    /// <summary>The sources to read from. Each cmdlet says how they come to it.</summary>
    public abstract string[] Source { get; set; }

    /// <summary>How many requests to one source are under way at the same time.</summary>
    /// <value>8</value>
    [Parameter]
    [ValidateRange(1, 32)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>The sources of which something failed, so that what was found of them may not be all there is.</summary>
    private protected IReadOnlyCollection<string> Failed => Copy(_failed);

    /// <summary>Those of them that could not be connected, with the reasons.</summary>
    private protected IReadOnlyDictionary<string, ExternalSourceException> Unconnected => Connections.Failures;

    /// <summary>Those of them that could not be read at all or not to the end, whatever was asked of them.</summary>
    private protected IReadOnlyCollection<string> Unread => Copy(_unread);

    /// <summary>Looks at what is given beforehand: an empty source is a mistake, and does not mean all of them.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _arguments = new HashSet<string>(MyInvocation.BoundParameters.Keys, StringComparer.OrdinalIgnoreCase);
        if (IsArgument(nameof(Source)) && (Source is not { Length: > 0 } || Source.Any(string.IsNullOrWhiteSpace)))
        {
            ThrowTerminatingError(
                new InvalidInputException(nameof(Source), "-Source names no source.", "Give a name, or leave it out to read from all sources.").ToRecord(null)
            );
        }
    }

    /// <summary>The sources of this entry of the pipeline; none where it has a cell for them that is empty.</summary>
    private protected string[] EntrySources => Told(Source).ToArray();

    /// <summary>
    /// A list puts up with a rate limit as a run does: what was written of it is worth the wait. A single wait may take as long as all of them together;
    /// a service that asks for more, because an hour's quota is used up, gets an error that says so.
    /// </summary>
    private protected override TransportOptions Transport =>
        Session.Transport with
        {
            AttemptTimeout = TimeSpan.FromSeconds(100),
            RepeatsTimeouts = true,
            MaxAttempts = 5,
            MaxWait = TimeSpan.FromMinutes(10),
            LimitPatience = TimeSpan.FromMinutes(10),
            MaxRequests = ThrottleLimit,
        };

    /// <summary>Whether a parameter was given with the command.</summary>
    private protected bool IsArgument(string parameter) => _arguments.Contains(parameter);

    /// <summary>Whether this entry of the pipeline brought a parameter.</summary>
    private protected bool IsFromPipeline(string parameter) => !IsArgument(parameter) && MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>Whether a row names sources and nothing else. What has other columns names somebody or something by them, and does not mean all there is.</summary>
    private protected static bool TellsSourcesOnly(PSObject row) =>
        row.Properties.All(property => property.Name.Equals(nameof(Source), StringComparison.OrdinalIgnoreCase));

    /// <summary>The values that say something.</summary>
    private protected static IEnumerable<string> Told(IEnumerable<string>? values) =>
        (values ?? Enumerable.Empty<string>()).Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => value.Trim());

    /// <summary>Says that entries of the pipeline name no source.</summary>
    private protected void RefuseWithoutSource(int entries) =>
        WriteError(
            new InvalidInputException(
                nameof(Source),
                $"{Invariant.Count(entries, "entry", "entries")} of the list {(entries == 1 ? "names" : "name")} no source: the cell is empty.",
                "Name one, or leave the column out to read from all sources."
            ).ToRecord(null)
        );

    /// <summary>The sources of these names that can do what is wanted, each with why it cannot do all of it, if so.</summary>
    private protected IReadOnlyList<ExternalSource> Select(
        string capability,
        IEnumerable<string> names,
        Func<ExternalSource, CapabilityException?>? refuses = null
    )
    {
        var wanted = names.Distinct().ToArray();
        var isSweep = wanted.All(SourceRepository.IsWildcard);
        var selected = SelectSources(wanted);
        if (selected.Count == 0 && isSweep && wanted.Length > 0)
        {
            WriteError(SourceNotFoundException.NoneFits(wanted).ToRecord(null));
        }

        var candidates = selected
            .Select(source => (Source: source, Able: ConnectorFactory.CapabilityNames(source.Type).Contains(capability)))
            .Select(candidate =>
                (
                    candidate.Source,
                    candidate.Able,
                    Refusal: candidate.Able ? refuses?.Invoke(candidate.Source) : new CapabilityException(candidate.Source, capability)
                )
            )
            .ToArray();
        var able = candidates.Where(candidate => candidate.Refusal is null).Select(candidate => candidate.Source).ToArray();
        foreach (var (source, isAble, refusal) in candidates.Where(candidate => candidate.Refusal is not null))
        {
            // A source that was only swept up by a wildcard is passed over; one that was named is an error, and so is it when none is left.
            if (!isSweep || able.Length == 0)
            {
                WriteError(refusal!.ToRecord(source.Name));
            }
            else if (isAble)
            {
                WriteWarning($"{source.Name} is passed over: {refusal!.Message}");
            }
        }

        return able;
    }

    /// <summary>The connection to a source; <see langword="null"/> where there is none, which is an error that has been written. Only on the pipeline thread.</summary>
    private protected SourceConnection? Connect(ExternalSource source)
    {
        SourceConnection? connection = null;
        ForSource(source.Name, () => connection = Connections.TryOpen(source));
        if (connection is null)
        {
            Fail(source.Name, isUnread: true);
        }

        return connection;
    }

    /// <summary>
    /// Reads from each of these sources, all at the same time. What fails is an error of that source; the others go on. Where there are no others, a list
    /// that breaks off ends the pipeline: whoever acts on what it lists must not take half of it for all.
    /// </summary>
    /// <param name="sources">The sources.</param>
    /// <param name="what">What is done, for the progress.</param>
    /// <param name="read">Reads from one of them.</param>
    /// <param name="asksForAll">Whether nothing is asked for that a source may not have, so that whatever fails leaves it unread.</param>
    private protected void ReadSources<TReader>(
        IReadOnlyList<ExternalSource> sources,
        string what,
        Func<TReader, ExternalSource, PipelineQueue, ReadProgress, CancellationToken, Task> read,
        bool asksForAll = false
    )
        where TReader : class
    {
        var connections = sources.Select(Connect).OfType<SourceConnection>().ToArray();
        var clock = Session.Transport.Clock;
        try
        {
            if (connections.Length > 0)
            {
                Pump(
                    (queue, cancellationToken) =>
                    {
                        var progress = new ReadProgress(what, queue, clock);
                        foreach (var connection in Connections.All)
                        {
                            connection.Events.SendTo(queue, progress);
                        }

                        return Task.WhenAll(
                            connections.Select(connection =>
                                OrFailAsync(connection.Source.Name, sources.Count == 1, asksForAll, queue, () =>
                                    read((TReader)connection.Connector, connection.Source, queue, progress, cancellationToken)
                                )
                            )
                        );
                    }
                );
            }
        }
        finally
        {
            if (!Stopping)
            {
                WriteProgress(new ProgressRecord(ReadProgress.Id, what, "Done") { RecordType = ProgressRecordType.Completed });
            }
        }
    }

    /// <summary>Does a part of the work; its failure is an error of its source, and the rest goes on.</summary>
    private async Task OrFailAsync(string source, bool isOnly, bool asksForAll, PipelineQueue queue, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (ExternalSourceException exception)
        {
            Fail(source, exception is ServiceException || asksForAll);
            // What has had a part of a list must not take it for all.
            if (isOnly && (exception is IncompleteListException || (exception is ServiceException && queue.HasPages)))
            {
                queue.Add(cmdlet => cmdlet.ThrowTerminatingError(Record(exception, source)));
            }
            else
            {
                queue.Add(cmdlet => cmdlet.WriteError(Record(exception, source)));
            }
        }
    }

    /// <summary>The error of a source, with its name.</summary>
    private protected static ErrorRecord Record(ExternalSourceException exception, string source)
    {
        var record = exception.ToRecord(source);
        record.ErrorDetails = new ErrorDetails($"{source}: {record.ErrorDetails.Message}") { RecommendedAction = record.ErrorDetails.RecommendedAction };
        return record;
    }

    private void Fail(string source, bool isUnread)
    {
        lock (_failed)
        {
            _failed.Add(source);
            if (isUnread)
            {
                _unread.Add(source);
            }
        }
    }

    private string[] Copy(HashSet<string> names)
    {
        lock (_failed)
        {
            return names.OrderBy(name => name, StringComparer.OrdinalIgnoreCase).ToArray();
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

    /// <summary>Says where a source has no such states, so that nobody of it is listed.</summary>
    private protected static void NoticeUntoldStates(ExternalSource source, IEnumerable<UserStatus> statuses, PipelineQueue queue)
    {
        var unknown =
            source.Type == SourceType.JiraCloud
                ? statuses.Where(status => status is not (UserStatus.Active or UserStatus.Deactivated)).ToArray()
                : Array.Empty<UserStatus>();
        if (unknown.Length > 0)
        {
            queue.Add(cmdlet =>
                cmdlet.WriteWarning(
                    $"{source.Name} is a Jira site, which tells only Active and Deactivated: nobody of it is listed as {string.Join(" or ", unknown)}."
                )
            );
        }
    }
}
