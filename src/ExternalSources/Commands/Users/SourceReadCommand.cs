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

/// <summary>The base of the cmdlets that read from sources. It selects the sources, reads them at the same time, and reports the failures of each.</summary>
public abstract class SourceReadCommand : SourceCommand
{
    /// <summary>The wildcard that selects all sources.</summary>
    internal const string Everywhere = "*";

    private readonly HashSet<string> _failed = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _unread = new(StringComparer.OrdinalIgnoreCase);
    private HashSet<string> _arguments = new();

    private protected SourceReadCommand() { }

    /// <summary>Specifies the sources to read from. Each cmdlet declares how it binds them.</summary>
    public abstract string[] Source { get; set; }

    /// <summary>Specifies the maximum number of requests to one source that are in progress at the same time.</summary>
    /// <value>8</value>
    [Parameter]
    [ValidateRange(1, 32)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>The sources that had a failure. Their results may be incomplete.</summary>
    private protected IReadOnlyCollection<string> Failed => Copy(_failed);

    /// <summary>The sources that could not be read to the end.</summary>
    private protected IReadOnlyCollection<string> Unread => Copy(_unread);

    /// <summary>Checks -Source before the pipeline starts. An empty value must not select all sources.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _arguments = new HashSet<string>(MyInvocation.BoundParameters.Keys, StringComparer.OrdinalIgnoreCase);
        if (IsArgument(nameof(Source)) && (Source is not { Length: > 0 } || Source.Any(string.IsNullOrWhiteSpace)))
        {
            ThrowTerminatingError(
                new InvalidInputException(
                    nameof(Source),
                    "The value of -Source is empty.",
                    "Specify the name of a source, or omit -Source to read from all sources."
                ).ToRecord(null)
            );
        }
    }

    /// <summary>The sources of the current pipeline object. The array is empty if the Source column of the object is empty.</summary>
    private protected string[] EntrySources => NonEmpty(Source).ToArray();

    /// <summary>
    /// The transport options of a list. A list waits for a rate limit, because the part that was written would be lost otherwise.
    /// If a service asks for a longer wait, such as an hour for a used-up quota, the list fails with an error.
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

    /// <summary>Returns whether the command line specifies a parameter.</summary>
    private protected bool IsArgument(string parameter) => _arguments.Contains(parameter);

    /// <summary>Returns whether a property of the current pipeline object binds a parameter.</summary>
    private protected bool IsFromPipeline(string parameter) => !IsArgument(parameter) && MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>Returns whether Source is the only column of a row. A row with other columns does not mean everything in the source.</summary>
    internal static bool HasOnlySources(PSObject row) =>
        row.Properties.All(property => property.Name.Equals(nameof(Source), StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the values that are not empty, trimmed.</summary>
    internal static IEnumerable<string> NonEmpty(IEnumerable<string>? values) =>
        (values ?? Enumerable.Empty<string>()).Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => value.Trim());

    /// <summary>Writes an error about pipeline objects whose Source column is empty.</summary>
    private protected void RefuseWithoutSource(int entries) =>
        WriteError(
            new InvalidInputException(
                nameof(Source),
                $"{Invariant.Count(entries, "entry", "entries")} in the list "
                    + $"{(entries == 1 ? "has an empty Source column and was" : "have an empty Source column and were")} skipped.",
                "Enter the name of a source in the column, or remove the column to read from all sources."
            ).ToRecord(null)
        );

    /// <summary>Returns the named sources that have a capability. Reports the named sources that do not.</summary>
    /// <param name="capability">The name of the capability.</param>
    /// <param name="names">Names and wildcards.</param>
    /// <param name="refuses">Returns why a source that has the capability still cannot do all of the work.</param>
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
            // A source that only a wildcard selects is skipped. A source that is named is an error, and so is a wildcard that leaves no source.
            if (!isSweep || able.Length == 0)
            {
                WriteError(refusal!.ToRecord(source.Name));
            }
            else if (isAble)
            {
                WriteWarning($"{source.Name} is skipped. {refusal!.Message}");
            }
        }

        return able;
    }

    /// <summary>Returns the connection to a source, or <see langword="null"/> after an error that has been written. Only on the pipeline thread.</summary>
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
    /// Reads from sources at the same time. A failure is an error of its source, and the other sources continue. If there is only one source,
    /// an incomplete list ends the pipeline, so that the next command does not act on a part of it.
    /// </summary>
    /// <param name="sources">The sources.</param>
    /// <param name="what">The name of the activity in the progress bar.</param>
    /// <param name="read">Reads from one source.</param>
    /// <param name="asksForAll">Whether every source can have what is read. If so, any failure leaves the source unread.</param>
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
                                    read(connection.Connector.Get<TReader>(), connection.Source, queue, progress, cancellationToken)
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

    /// <summary>Does the work for one source, and reports its failure as an error of the source.</summary>
    private async Task OrFailAsync(string source, bool isOnly, bool asksForAll, PipelineQueue queue, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (ExternalSourceException exception)
        {
            Fail(source, exception is ServiceException || asksForAll);
            // The next command must not act on a part of a list.
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

    /// <summary>Returns an error record whose message starts with the name of the source.</summary>
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

    /// <summary>Returns the patterns of texts that can contain wildcards. An invalid wildcard ends the command.</summary>
    internal TextPattern[] Patterns(IEnumerable<string> texts)
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

    /// <summary>Writes a warning if a source does not have some of the states that are filtered by.</summary>
    internal static void WarnOfUnknownStates(ExternalSource source, IEnumerable<UserStatus> statuses, PipelineQueue queue)
    {
        var unknown =
            source.Type == SourceType.JiraCloud
                ? statuses.Where(status => status is not (UserStatus.Active or UserStatus.Deactivated)).ToArray()
                : Array.Empty<UserStatus>();
        if (unknown.Length > 0)
        {
            queue.Add(cmdlet =>
                cmdlet.WriteWarning(
                    $"A Jira site has only the states Active and Deactivated, so '{source.Name}' returns no users for {string.Join(" or ", unknown)}."
                )
            );
        }
    }
}
