using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Commands;

// How they are read and written.
public sealed partial class GetExternalUserCommand
{
    /// <summary>Reads the users.</summary>
    protected override void EndProcessing()
    {
        // What is looked at while the list goes by cannot be counted beforehand.
        if (PagingParameters.IncludeTotalCount)
            WriteObject(PagingParameters.NewTotalCount(0, 0.0));
        ReportNameless();
        if (PagingParameters.First == 0 || !_named.Sources.Any())
            return;

        var filter = Filter();
        var sources = Select("ReadUsers", _named.Sources, Effective ? null : source => Refusal(filter, source));
        var filters = sources.ToDictionary(source => source.Id, source => _named.In(source, filter, Patterns));
        var hits = new HitCounter(filters.Values.SelectMany(of => of));
        var isEnough = Effective ? WriteEffective(filter, sources, filters, hits) : Write(sources, filters, hits);
        if (!isEnough)
            Report(filter, hits);
    }

    private UserFilter Filter() => new()
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
        EmailDomains = EmailDomain.Select(domain => domain.TrimStart('@')).ToArray(),
        Groups = IsArgument(nameof(Group)) ? Told(Group).Distinct(StringComparer.OrdinalIgnoreCase).ToArray() : Array.Empty<string>(),
        NotInGroups = NotInGroup,
        Directories = Directory,
        Applications = Application,
        Activity = Activity(),
        IncludeGroups = Include.Contains(UserDetail.Groups),
        IncludeApplications = Include.Contains(UserDetail.Applications),
        IncludeRoles = Include.Contains(UserDetail.Roles),
    };

    private ActivityFilter? Activity() => LastActiveBefore is null && LastActiveAfter is null && InactiveFor is null && !NeverActive ? null : new ActivityFilter
    {
        Before = InactiveFor is { } span && !(LastActiveBefore <= Session.Now - span) ? Session.Now - span : LastActiveBefore,
        After = LastActiveAfter,
        OrNever = InactiveFor is not null,
        OnlyNever = NeverActive,
    };

    private static CapabilityException? Refusal(UserFilter filter, ExternalSource source)
    {
        var criteria = ConnectorFactory.Criteria(source.Type);
        var unknown = filter.Used().Where(used => !criteria.Criteria.Contains(used) && !criteria.ThroughOrganization.Contains(used)).ToArray();
        return unknown.Length == 0 ? null : new CapabilityException(source, unknown[0]);
    }

    /// <summary>Writes users as they arrive.</summary>
    /// <returns>Whether -First had what it wanted before the lists ended.</returns>
    private bool Write(IReadOnlyList<ExternalSource> sources, IReadOnlyDictionary<Guid, IReadOnlyList<UserFilter>> filters, HitCounter hits)
    {
        var page = new PageWindow(PagingParameters);
        using var enough = new CancellationTokenSource();
        Read(sources, filters, _ => enough.Token, users => WriteWindow(users, page, hits, enough));
        return enough.IsCancellationRequested;
    }

    [MethodImpl(Compilation.Optimized)]
    private void WriteWindow(IReadOnlyList<ExternalUser> users, PageWindow page, HitCounter hits, CancellationTokenSource enough)
    {
        for (var i = 0; i < users.Count && !page.IsFull; i++)
        {
            hits.Count(users[i]);
            if (page.Takes())
                WriteObject(users[i]);
        }

        if (page.IsFull)
            enough.Cancel();
    }

    /// <summary>Reads what the filters of each source select. Somebody whom several of them select comes once.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="filters">The filters of each, by its id.</param>
    /// <param name="enough">Ends the reading of a source that has given what is wanted of it.</param>
    /// <param name="take">Takes the users, on the pipeline thread.</param>
    private void Read(IReadOnlyList<ExternalSource> sources, IReadOnlyDictionary<Guid, IReadOnlyList<UserFilter>> filters, Func<ExternalSource, CancellationToken> enough, Action<IReadOnlyList<ExternalUser>> take)
    {
        var unknown = 0;
        var activity = filters.Values.Any(of => of.Any(filter => filter.Activity is not null)) ? OpenActivity() : null;
        ReadSources<IUserReader>(sources, "Reading users", async (reader, source, queue, progress, cancellationToken) =>
        {
            var own = filters[source.Id];
            var seen = own.Count > 1 ? new IdSet() : null;
            NoticeUntoldStates(source, own[0].Statuses, queue);
            var pages = new PageWriter(queue);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enough(source));
            var listing = new UserListing
            {
                Ahead = ThrottleLimit,
                Activity = activity,
                Expect = total => progress.Expect(source.Name, total),
                Count = rows => progress.Count(source.Name, rows),
                NoActivity = users => Interlocked.Add(ref unknown, users.Count),
                Warn = text => queue.Add(cmdlet => cmdlet.WriteWarning(text)),
                WriteAsync = users => pages.WriteAsync(_ => take(seen is null ? users : users.Where(user => seen.Add(user.AccountId)).ToArray())),
            };
            try
            {
                foreach (var filter in own)
                    await reader.ReadUsersAsync(filter, listing, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // There is enough of it.
            }
        });
        if (unknown > 0)
            WriteWarning($"The activity of {Invariant.Count(unknown, "user")} is not known to any source, so they were left out. That is not the same as never active.");
    }

    private static void NoticeUntoldStates(ExternalSource source, IEnumerable<UserStatus> statuses, PipelineQueue queue)
    {
        var untold = source.Type == SourceType.JiraCloud ? statuses.Where(status => status is not (UserStatus.Active or UserStatus.Deactivated)).ToArray() : Array.Empty<UserStatus>();
        if (untold.Length > 0)
            queue.Add(cmdlet => cmdlet.WriteWarning($"{source.Name} is a Jira site, which tells only Active and Deactivated: nobody of it is listed as {string.Join(" or ", untold)}."));
    }

    /// <summary>The connected organizations, as those who know about activity; <see langword="null"/> where there are none.</summary>
    private OrganizationActivity? OpenActivity()
    {
        var organizations = OpenCatalog().All.Where(source => ConnectorFactory.CapabilityNames(source.Type).Contains("ReadActivity") && source.Status != SourceStatus.Error);
        var readers = organizations.Select(Connect).OfType<SourceConnection>().Select(connection => (IActivityReader)connection.Connector).ToArray();
        return readers.Length == 0 ? null : new OrganizationActivity(readers);
    }

    private void Report(UserFilter filter, HitCounter hits)
    {
        var others = filter.Used().Where(used => used is not (UserCriterion.Email or UserCriterion.AccountId or UserCriterion.User or UserCriterion.Roles))
            .Concat(IsArgument(nameof(AccountType)) ? new[] { UserCriterion.AccountType } : Array.Empty<UserCriterion>()).ToArray();
        foreach (var (value, count) in hits.Results())
        {
            // Whom a source that failed would have told nobody knows.
            if (count == 0 && Failed.Count == 0)
                WriteError(new UserNotFoundException(value, others).ToRecord(value));
            else if (count > 1)
                WriteWarning($"'{value}' fits {Invariant.Count(count, "user")} of one source.");
        }
    }
}
