using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Commands;

/// <summary>Lists the users of external sources, filtered.</summary>
/// <remarks>
/// <para>A list is complete or an error: a page that is missing, a list that does not come to the service's own count, or a cursor that leads back ends in an error that says how far the list was read. A list that does not come to the count because people come and go meanwhile is read again. Users that paging shows twice are written once.</para>
/// <para>All filters must hold; of several values of one filter, any. What the service can filter it filters; the rest is looked at while the list goes by, and users are written as they arrive. Several sources are read at the same time. A source that fails is an error of its own; the others go on.</para>
/// <para>By default only people are listed, not apps and portal customers; see <see cref="AccountType"/>.</para>
/// <para>When a user was last active is known to organizations only. For a Jira Cloud site it is taken from a connected organization that covers the user. "Nothing recorded" is not "not known": users of whom nobody knows it are left out of a filter by activity, and a warning tells how many.</para>
/// <list type="alert">
/// <item><description>Activity lags behind by up to 24 hours.</description></item>
/// <item><description>E-mail addresses of accounts that are not managed may be hidden by their owners' privacy settings: then Email is empty, and no filter by e-mail address finds the user.</description></item>
/// <item><description>A Jira Cloud site tells only whether an account is active; suspended, deactivated and deleted users are all Deactivated there.</description></item>
/// </list>
/// </remarks>
/// <example>
/// <title>Who has not used Jira for 90 days and still holds a seat</title>
/// <code>
/// Get-ExternalUser -Source acme -Application jira-software -InactiveFor 90 -Status Active
/// </code>
/// <para>Lists the active users of the organization who have Jira and last used it more than 90 days ago, or never.</para>
/// </example>
/// <example>
/// <title>Everybody with an address outside our domain</title>
/// <code>
/// Get-ExternalUser -Source acme | Where-Object { $_.Email -and $_.Email -notlike '*@acme.example' }
/// </code>
/// <para>Lists guests, contractors and others whose e-mail address is not of the domain.</para>
/// </example>
/// <example>
/// <title>Look up the leavers of a list</title>
/// <code>
/// Import-Csv -Path leavers.csv | Get-ExternalUser -Source acme
/// </code>
/// <para>Selects by the columns Email or AccountId. A row that fits nobody is an error that names it; the others are written.</para>
/// </example>
/// <example>
/// <title>One person's state everywhere</title>
/// <code>
/// Get-ExternalUser -User dana@acme.example -Effective
/// </code>
/// <para>Writes one object, with the user as each source sees them, and flags such as "Active on acme-jira, Deactivated in acme".</para>
/// </example>
/// <example>
/// <title>How many users there are in each state</title>
/// <code>
/// Get-ExternalUser -Source acme | Group-Object -Property Status -NoElement
/// </code>
/// <para>Counts the users of the organization by their status.</para>
/// </example>
/// <seealso cref="GetExternalGroupMemberCommand"/>
/// <seealso cref="GetExternalGroupCommand"/>
/// <seealso cref="GetExternalSourceCommand"/>
[Cmdlet(VerbsCommon.Get, "ExternalUser", SupportsPaging = true)]
[OutputType(typeof(ExternalUser), typeof(EffectiveUser))]
public sealed class GetExternalUserCommand : SourceReadCommand
{
    private readonly List<string> _accountIds = new();
    private readonly List<string> _emails = new();
    private readonly List<string> _groups = new();
    private bool _namesPeople;
    private bool _takesGroups;

    /// <summary>Looks at which groups are given beforehand.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _takesGroups = !Bound(nameof(Group));
        // An empty cell of a list names no group; an empty argument is a mistake, and must not select everybody.
        if (!_takesGroups && !Told(Group).Any())
            ThrowTerminatingError(new InvalidInputException("Group", "-Group names no group.", "Give a name or an id, or leave it out.").ToRecord(Group!));
        _groups.AddRange(Told(Group));
    }

    /// <summary>E-mail addresses. Wildcards are permitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [AllowEmptyString]
    public string[]? Email { get; set; } = Array.Empty<string>();

    /// <summary>Full names. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = Array.Empty<string>();

    /// <summary>Account ids.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[]? AccountId { get; set; } = Array.Empty<string>();

    /// <summary>Account ids, e-mail addresses or full names, whichever a value is. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = Array.Empty<string>();

    /// <summary>Only users in one of these states.</summary>
    /// <value>Any state</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public UserStatus[] Status { get; set; } = Array.Empty<UserStatus>();

    /// <summary>Only accounts that the organization manages; with -Managed:$false only those that it does not.</summary>
    [Parameter]
    public SwitchParameter Managed { get; set; }

    /// <summary>Which kinds of accounts: Person, App, Customer.</summary>
    /// <value>Person</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public AccountType[] AccountType { get; set; } = { ExternalSources.AccountType.Person };

    /// <summary>Only users with two-step verification; with -TwoStepVerification:$false only those without.</summary>
    [Parameter]
    public SwitchParameter TwoStepVerification { get; set; }

    /// <summary>Only users with an e-mail address in one of these domains.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] EmailDomain { get; set; } = Array.Empty<string>();

    /// <summary>Only members of one of these groups, by name or id. A group that comes down the pipeline is such a group.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [AllowEmptyString]
    [GroupArgument]
    public string[]? Group { get; set; } = Array.Empty<string>();

    /// <summary>Only users who are in none of these groups, by name or id.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [GroupArgument]
    public string[] NotInGroup { get; set; } = Array.Empty<string>();

    /// <summary>Only users of one of these directories, by name or id. Directory then tells in which a user was found; the service tells it of nobody otherwise. Who is in several of them is written once, with the first. Each directory is a list of its own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Directory { get; set; } = Array.Empty<string>();

    /// <summary>Only users who have one of these applications, used or not, by key, such as jira-software. Filters by activity then look at these applications only. An application that no group of the source grants is an error that names those that are granted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Application { get; set; } = Array.Empty<string>();

    /// <summary>Only users who were last active before this date. Users without recorded activity do not fit.</summary>
    [Parameter]
    [ValidateNotNull]
    public DateTimeOffset? LastActiveBefore { get; set; }

    /// <summary>Only users who were active at or after this date.</summary>
    [Parameter]
    [ValidateNotNull]
    public DateTimeOffset? LastActiveAfter { get; set; }

    /// <summary>Only users who were not active for so many days, or for a time span: last active before that, or never although they were there all the time.</summary>
    [Parameter]
    [Days]
    public TimeSpan? InactiveFor { get; set; }

    /// <summary>Only users for whom no activity is recorded, where activity is recorded at all.</summary>
    [Parameter]
    public SwitchParameter NeverActive { get; set; }

    /// <summary>What to bring besides: Groups, Applications, Roles. Applications are those that the user may use, used or not. On a Jira Cloud site groups and applications take a request a user; for an organization groups and roles come with the list, and applications take a request for each group of the users that grants any.</summary>
    /// <value>Nothing</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public UserDetail[] Include { get; set; } = Array.Empty<UserDetail>();

    /// <summary>Writes one object a person, with the state in every source and what they come to together, such as "Active on acme-jira, Deactivated in acme" or "Suspended in acme, but still in groups that grant jira-software". The applications of organizations are brought for that. Nothing is written before all sources are read, and everybody is kept in memory until then.</summary>
    [Parameter]
    public SwitchParameter Effective { get; set; }

    /// <summary>Collects the sources and the entries of a list.</summary>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        var namesPerson = Bound(nameof(AccountId)) || Bound(nameof(Email));
        _namesPeople |= namesPerson;
        // A group from the pipeline selects its members. The Id of a row that names a person is something else.
        if (_takesGroups && !namesPerson && Bound(nameof(Group)))
        {
            _groups.AddRange(Told(Group));
            _namesPeople |= _groups.Count == 0;
        }

        // An entry of a list is one person, by the best of what it tells.
        var ids = Told(AccountId).ToArray();
        _accountIds.AddRange(ids);
        if (ids.Length == 0 || !MyInvocation.ExpectingInput)
            _emails.AddRange(Told(Email));
    }

    /// <summary>Reads the users.</summary>
    protected override void EndProcessing()
    {
        // What is looked at while the list goes by cannot be counted beforehand.
        if (PagingParameters.IncludeTotalCount)
            WriteObject(PagingParameters.NewTotalCount(0, 0.0));
        if (_namesPeople && _accountIds.Count + _emails.Count == 0)
        {
            // Empty cells and variables name nobody: that is not the same as no filter.
            WriteWarning("No e-mail address or account id was given, so nobody is selected.");
            return;
        }

        var filter = Filter();
        // Some rows have an id, others only an address: two lists.
        if (MyInvocation.ExpectingInput && _accountIds.Count > 0 && _emails.Count > 0)
            Read(filter with { Emails = Array.Empty<TextPattern>() }, filter with { AccountIds = Array.Empty<string>() });
        else
            Read(filter);
    }

    private UserFilter Filter() => new()
    {
        Emails = Patterns(_emails.Distinct(StringComparer.OrdinalIgnoreCase)),
        Names = Patterns(Name),
        AccountIds = _accountIds.Distinct(StringComparer.Ordinal).ToArray(),
        Users = Patterns(User),
        Statuses = Status,
        AccountTypes = AccountType,
        Managed = Bound(nameof(Managed)) ? Managed.IsPresent : null,
        TwoStepVerification = Bound(nameof(TwoStepVerification)) ? TwoStepVerification.IsPresent : null,
        EmailDomains = EmailDomain.Select(domain => domain.TrimStart('@')).ToArray(),
        Groups = _groups.Distinct(StringComparer.OrdinalIgnoreCase).ToArray(),
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

    private void Read(params UserFilter[] filters)
    {
        var page = new PageWindow(PagingParameters);
        var listed = filters.Length > 1 ? new HashSet<(string Source, string AccountId)>() : null;
        var people = Effective ? new Dictionary<string, List<ExternalUser>>(StringComparer.Ordinal) : null;
        var hits = new HitCounter(filters);
        var unknown = 0;
        using var enough = new CancellationTokenSource();
        var activity = filters[0].Activity is null ? null : OpenActivity();
        try
        {
            ReadSources<IUserReader>(Sources, "Reading users", "ReadUsers", async (reader, source, queue, progress, cancellationToken) =>
            {
                Check(filters[0], source);
                if (source.Type == SourceType.JiraCloud && filters[0].Statuses.Any(status => status is not (UserStatus.Active or UserStatus.Deactivated)))
                    queue.Add(cmdlet => cmdlet.WriteWarning($"{source.Name} is a Jira site, which tells only Active and Deactivated: nobody of it is listed as {string.Join(" or ", filters[0].Statuses.Where(status => status is not (UserStatus.Active or UserStatus.Deactivated)))}."));
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enough.Token);
                try
                {
                    var listing = new UserListing
                    {
                        Ahead = ThrottleLimit,
                        Activity = activity,
                        Expect = total => progress.Expect(source.Name, total),
                        Count = rows => progress.Count(source.Name, rows),
                        NoActivity = users => Interlocked.Add(ref unknown, users.Count),
                        WriteAsync = users => queue.PageAsync(_ => Write(listed is null ? users : users.Where(user => listed.Add((user.Source, user.AccountId))), page, hits, people, enough)),
                    };
                    // Whether somebody still holds a seat takes an organization a few requests, a site one for each user.
                    var asksForSeats = people is not null && source.Type == SourceType.Access;
                    foreach (var filter in filters)
                        await reader.ReadUsersAsync(asksForSeats ? filter with { IncludeApplications = true } : filter, listing, either.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (enough.IsCancellationRequested)
                {
                    // -First has what it wanted.
                }
            });
        }
        finally
        {
            activity?.Dispose();
        }

        if (people is not null)
            WritePeople(people, page);
        if (unknown > 0)
            WriteWarning($"The activity of {Invariant.Count(unknown, "user")} is not known to any source, so they were left out. That is not the same as never active.");
        if (!enough.IsCancellationRequested)
            Report(hits);
    }

    [MethodImpl(Compilation.Optimized)]
    private void Write(IEnumerable<ExternalUser> users, PageWindow page, HitCounter hits, Dictionary<string, List<ExternalUser>>? people, CancellationTokenSource enough)
    {
        foreach (var user in users)
        {
            if (enough.IsCancellationRequested)
                return;
            hits.Count(user);
            if (people is not null)
            {
                if (!people.TryGetValue(user.AccountId, out var states))
                    people[user.AccountId] = states = new List<ExternalUser>();
                states.Add(user);
                continue;
            }

            if (page.Takes())
                WriteObject(user);
            if (page.IsFull)
                enough.Cancel();
        }
    }

    private void WritePeople(Dictionary<string, List<ExternalUser>> people, PageWindow page)
    {
        var types = OpenCatalog().All.GroupBy(source => source.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(source => source.Key, source => source.First().Type, StringComparer.OrdinalIgnoreCase);
        foreach (var states in people.Values)
        {
            if (page.Takes())
                WriteObject(EffectiveState.Of(states, source => types[source]));
        }
    }

    private void Report(HitCounter hits)
    {
        foreach (var (value, count) in hits.Results())
        {
            // Whom a source that failed would have told nobody knows.
            if (count == 0 && !SomeFailed)
                WriteError(new UserNotFoundException(value, "the selected sources").ToRecord(value));
            else if (count > 1)
                WriteWarning($"'{value}' fits {Invariant.Count(count, "user")} of one source.");
        }
    }

    private static void Check(UserFilter filter, ExternalSource source)
    {
        var criteria = ConnectorFactory.Criteria(source.Type);
        foreach (var used in filter.Used())
        {
            if (!criteria.Criteria.Contains(used) && !criteria.ThroughOrganization.Contains(used))
                throw new CapabilityException(source, used);
        }
    }

    /// <summary>The connected organizations, as those who know about activity; <see langword="null"/> where there are none.</summary>
    private OrganizationActivity? OpenActivity()
    {
        var connections = new List<SourceConnection>();
        foreach (var source in OpenCatalog().All.Where(source => ConnectorFactory.CapabilityNames(source.Type).Contains("ReadActivity") && source.Status != SourceStatus.Error))
            ForSource(source.Name, () => connections.Add(OpenConnection(source, Session.Transport)));
        return connections.Count == 0 ? null : new OrganizationActivity(connections);
    }

    private static IEnumerable<string> Told(string[]? values) =>
        (values ?? Array.Empty<string>()).Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => value.Trim());

    private bool Bound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
