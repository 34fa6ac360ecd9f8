using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Async;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Errors;

namespace ExternalSources.Commands.Users;

/// <summary>Reads the users of one or many sources and passes each page to the pipeline when it arrives.</summary>
internal sealed class UserReader
{
    private readonly UserRead _read;
    private readonly ConcurrentDictionary<string, bool> _unreadable = new(StringComparer.OrdinalIgnoreCase);
    private int _unknownActivity;

    public UserReader(UserRead read) => _read = read;

    /// <summary>How many requests to one source can be in progress at the same time.</summary>
    public int MaxConcurrency { get; init; } = 8;

    /// <summary>Returns the activity of users to sources that do not record it.</summary>
    public ISiteActivity? Activity { get; init; }

    /// <summary>Whether a group that a source does not have ends the list. If not, the group is an error and the list continues.</summary>
    public bool GroupsAreArguments { get; init; }

    /// <summary>The sources that returned records that could not be read.</summary>
    public ICollection<string> Unreadable => _unreadable.Keys;

    /// <summary>Returns a warning about users whose activity is unknown, or <see langword="null"/> if there are none.</summary>
    public string? Warning() =>
        _unknownActivity == 0
            ? null
            : $"The last activity or the join date of {Invariant.Count(_unknownActivity, "user")} is unknown, so the filter skipped "
                + $"{(_unknownActivity == 1 ? "this user" : "these users")}. Unknown is not the same as never active.";

    /// <summary>Reads the users of one source.</summary>
    public async Task ReadAsync(IUserReader reader, ExternalSource source, PipelineQueue queue, ReadProgress progress, CancellationToken cancellationToken)
    {
        var filters = _read.Filters[source.Id];
        var seen = filters.Count > 1 ? new IdSet() : null;
        SourceReadCommand.WarnOfUnknownStates(source, filters.SelectMany(filter => filter.Statuses).Distinct(), queue);
        var pages = new PageWriter(queue);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _read.Enough(source));
        var listing = new UserListing
        {
            MaxConcurrency = MaxConcurrency,
            Activity = Activity,
            Expect = total => progress.Expect(source.Name, total),
            Count = rows => progress.Count(source.Name, rows),
            UnknownActivity = new UnknownActivity(users => Interlocked.Add(ref _unknownActivity, users)),
            Unreadable = () => _unreadable[source.Name] = true,
            Note = text => queue.Add(cmdlet => cmdlet.WriteVerbose(text)),
            Warn = text => queue.Add(cmdlet => cmdlet.WriteWarning(text)),
            NoGroup =
                filters.Count > 0 && !GroupsAreArguments ? exception => queue.Add(cmdlet => cmdlet.WriteError(exception.ToNamedRecord(source.Name))) : null,
            WriteAsync = users => pages.WriteAsync(_ => _read.Take(seen is null ? users : users.Where(user => seen.Add(user.AccountId)).ToArray())),
        };
        try
        {
            foreach (var filter in filters)
            {
                await reader.ReadUsersAsync(filter, listing, either.Token).ConfigureAwait(false);
            }

            listing.UnknownActivity.End(source.Name, ActivityAdvice(source.Type));
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The source returned enough users.
        }
    }

    private static string ActivityAdvice(SourceType type) =>
        type == SourceType.Access
            ? "Use an API key that can read activity: a key without scopes, or a key with the scopes for activity. "
                + "If no user was ever active, omit the filter by activity."
            : "Connect the organization that the site belongs to with New-ExternalSource -Type Access. Its key must be able to read activity. "
                + "If a connected organization has the users but its key cannot read activity, replace that key or remove the source.";
}
