using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using ExternalSources.Async;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Errors;
using ExternalSources.Session;

namespace ExternalSources.Commands.Users;

// How they are read and written.
public sealed partial class GetExternalUserCommand
{
    /// <summary>Sources with records that they could not read.</summary>
    private readonly ConcurrentDictionary<string, bool> _unreadable = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the users.</summary>
    protected override void EndProcessing()
    {
        // What is looked at while the list goes by cannot be counted beforehand.
        if (PagingParameters.IncludeTotalCount)
        {
            WriteObject(PagingParameters.NewTotalCount(0, 0.0));
        }

        ReportNameless();
        if (PagingParameters.First == 0 || !_entries.Sources.Any())
        {
            return;
        }

        var filter = Filter();
        var sources = Select("ReadUsers", _entries.Sources, Effective ? null : source => Refusal(filter, source));
        var filters = sources.ToDictionary(source => source.Id, source => _entries.FiltersIn(source, filter));
        var hits = new MatchCounter(filters.Values.SelectMany(of => of));
        var isEnough = Effective ? WriteEffective(filter, sources, hits) : Write(sources, filters, hits);
        if (!isEnough)
        {
            Report(filter, sources, hits);
        }
    }

    private UserFilter Filter() =>
        new()
        {
            Emails = IsArgument(nameof(Email)) ? Patterns(Told(Email)) : Array.Empty<TextPattern>(),
            Names = Patterns(Name),
            AccountIds = IsArgument(nameof(AccountId)) ? Told(AccountId).Distinct(StringComparer.Ordinal).ToArray() : Array.Empty<string>(),
            Users = Patterns(User),
            Statuses = Status,
            AccountTypes = AccountType,
            AnyTypeById = !IsArgument(nameof(AccountType)),
            Managed = IsArgument(nameof(Managed)) ? Managed.IsPresent : null,
            TwoStepVerification = IsArgument(nameof(TwoStepVerification)) ? TwoStepVerification.IsPresent : null,
            EmailDomains = EmailDomain.Select(Domain).ToArray(),
            Groups = IsArgument(nameof(Group)) ? Told(Group).Distinct(StringComparer.OrdinalIgnoreCase).ToArray() : Array.Empty<string>(),
            NotInGroups = NotInGroup,
            Directories = Directory,
            Applications = Application,
            Activity = Activity(),
            IncludeGroups = Include.Contains(UserDetail.Groups),
            IncludeApplications = Include.Contains(UserDetail.Applications),
            IncludeRoles = Include.Contains(UserDetail.Roles),
        };

    private ActivityFilter? Activity() =>
        LastActiveBefore is null && LastActiveAfter is null && InactiveFor is null && !NeverActive
            ? null
            : new ActivityFilter
            {
                Before = LastActiveBefore,
                After = LastActiveAfter,
                InactiveSince = Session.Now - InactiveFor,
                OnlyNever = NeverActive,
            };

    private static CapabilityException? Refusal(UserFilter filter, ExternalSource source)
    {
        var criteria = ConnectorFactory.Criteria(source.Type);
        var unknown = filter.Used().Where(used => !criteria.Criteria.Contains(used) && !criteria.ThroughOrganization.Contains(used)).ToArray();
        if (unknown.Length > 0)
        {
            return new CapabilityException(source, unknown[0]);
        }

        return filter.IncludeRoles && !criteria.TellsRoles ? CapabilityException.NoRoles(source) : null;
    }

    /// <summary>Writes users as they arrive.</summary>
    /// <returns>Whether -First had what it wanted before the lists ended.</returns>
    private bool Write(IReadOnlyList<ExternalSource> sources, IReadOnlyDictionary<Guid, IReadOnlyList<UserFilter>> filters, MatchCounter hits)
    {
        var page = new PageWindow(PagingParameters);
        using var enough = new CancellationTokenSource();
        Read(sources, filters, _ => enough.Token, users => WriteWindow(users, page, hits, enough));
        return enough.IsCancellationRequested;
    }

    [MethodImpl(Compilation.Optimized)]
    private void WriteWindow(IReadOnlyList<ExternalUser> users, PageWindow page, MatchCounter hits, CancellationTokenSource enough)
    {
        for (var i = 0; i < users.Count && !page.IsFull; i++)
        {
            hits.Count(users[i]);
            if (page.Takes())
            {
                WriteObject(users[i]);
            }
        }

        if (page.IsFull)
        {
            enough.Cancel();
        }
    }

    /// <summary>Reads what the filters of each source select. Somebody whom several of them select comes once.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="filters">The filters of each, by its id.</param>
    /// <param name="enough">Ends the reading of a source that has given what is wanted of it.</param>
    /// <param name="take">Takes the users, on the pipeline thread.</param>
    /// <param name="asksForAll">Whether the filters name nothing that a source may not have.</param>
    private void Read(
        IReadOnlyList<ExternalSource> sources,
        IReadOnlyDictionary<Guid, IReadOnlyList<UserFilter>> filters,
        Func<ExternalSource, CancellationToken> enough,
        Action<IReadOnlyList<ExternalUser>> take,
        bool asksForAll = false
    )
    {
        var unknown = 0;
        var activity = filters.Values.Any(of => of.Any(filter => filter.Activity is not null)) ? OpenActivity() : null;
        ReadSources<IUserReader>(
            sources,
            "Reading users",
            async (reader, source, queue, progress, cancellationToken) =>
            {
                var own = filters[source.Id];
                var seen = own.Count > 1 ? new IdSet() : null;
                NoticeUntoldStates(source, own.SelectMany(filter => filter.Statuses).Distinct(), queue);
                var pages = new PageWriter(queue);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enough(source));
                var listing = new UserListing
                {
                    MaxConcurrency = ThrottleLimit,
                    Activity = activity,
                    Expect = total => progress.Expect(source.Name, total),
                    Count = rows => progress.Count(source.Name, rows),
                    UnknownActivity = new UnknownActivity(users => Interlocked.Add(ref unknown, users)),
                    Unreadable = () => _unreadable[source.Name] = true,
                    Warn = text => queue.Add(cmdlet => cmdlet.WriteWarning(text)),
                    // A group that a list names and this source does not have is an error of its own; one of an argument ends it.
                    NoGroup =
                        own.Count > 0 && !IsArgument(nameof(Group))
                            ? exception => queue.Add(cmdlet => cmdlet.WriteError(exception.ToNamedRecord(source.Name)))
                            : null,
                    WriteAsync = users => pages.WriteAsync(_ => take(seen is null ? users : users.Where(user => seen.Add(user.AccountId)).ToArray())),
                };
                try
                {
                    foreach (var filter in own)
                    {
                        await reader.ReadUsersAsync(filter, listing, either.Token).ConfigureAwait(false);
                    }

                    listing.UnknownActivity.End(
                        source.Name,
                        source.Type == SourceType.Access
                            ? "Use an API key that may see activity: one without scopes, or with those for it. Where nobody was ever active, list without a filter by activity."
                            : "Connect the organization that the site belongs to with New-ExternalSource -Type Access, with a key that may see activity. A connected one that knows the users and is shown no activity keeps it unknown: remove it, or give it such a key."
                    );
                }
                catch (OperationCanceledException) when (either.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                {
                    // There is enough of it.
                }
            },
            asksForAll
        );
        if (unknown > 0)
        {
            WriteWarning(
                $"When {Invariant.Count(unknown, "user")} {(unknown == 1 ? "was" : "were")} active, or came, is not known to any source, so they were left out. That is not the same as never active."
            );
        }
    }

    /// <summary>The connected organizations, as those who know about activity; <see langword="null"/> where there are none.</summary>
    private OrganizationActivity? OpenActivity()
    {
        // Those that failed their last check are asked as well, but last: an outage of then says little about now.
        var organizations = OpenRepository()
            .All.Where(source => ConnectorFactory.CapabilityNames(source.Type).Contains("ReadActivity"))
            .OrderBy(source => source.Status == SourceStatus.Error)
            .ToArray();
        var connections = organizations.Select(Connect).OfType<SourceConnection>().ToArray();
        var unconnected = organizations
            .Where(source => Unconnected.ContainsKey(source.Name))
            .ToDictionary(source => source.Name, source => Unconnected[source.Name]);
        return organizations.Length == 0 ? null : new OrganizationActivity(connections, unconnected);
    }

    /// <summary>Says which values that were to name one person fit nobody, or several.</summary>
    private void Report(UserFilter filter, IReadOnlyList<ExternalSource> sources, MatchCounter hits)
    {
        var others = filter
            .Used()
            .Where(used => used is not (UserCriterion.Email or UserCriterion.AccountId or UserCriterion.User))
            .Concat(IsArgument(nameof(AccountType)) ? new[] { UserCriterion.AccountType } : Array.Empty<UserCriterion>())
            .ToArray();
        var arguments = filter
            .AccountIds.Select(id => (Value: id, IsId: true))
            .Concat(filter.Emails.Concat(filter.Users).Where(pattern => pattern.IsExact).Select(pattern => (Value: pattern.Text, IsId: false)));
        var failed = new HashSet<string>(Failed.Concat(_unreadable.Keys), StringComparer.OrdinalIgnoreCase);
        var unknown = 0;
        foreach (
            var (value, isId, covers) in arguments
                .Select(argument => (argument.Value, argument.IsId, (Func<ExternalSource, bool>)(_ => true)))
                .Concat(_entries.People)
        )
        {
            var asked = sources.Where(covers).ToArray();
            var most = asked.Select(source => hits.Of(source.Name, value, isId)).DefaultIfEmpty(1).Max();
            // Whom a source that failed would have told nobody knows.
            if (most == 0 && asked.Any(source => failed.Contains(source.Name)))
            {
                unknown++;
            }
            else if (most == 0)
            {
                WriteError(
                    new UserNotFoundException(
                        value,
                        asked.Length == sources.Count ? "the selected sources" : string.Join(", ", asked.Select(source => $"'{source.Name}'")),
                        others
                    ).ToRecord(value)
                );
            }
            else if (most > 1)
            {
                WriteWarning($"'{value}' fits {Invariant.Count(most, "user")} of one source.");
            }
        }

        if (unknown > 0)
        {
            WriteWarning(
                $"{Invariant.Count(unknown, "user")} who {(unknown == 1 ? "was" : "were")} named did not come, and may be in a source that could not be read."
            );
        }
    }
}
