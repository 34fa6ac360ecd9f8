using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading;
using ExternalSources.Binding;
using ExternalSources.Commands.Groups;
using ExternalSources.Commands.Sources;
using ExternalSources.Completion;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Errors;
using ExternalSources.Session;

namespace ExternalSources.Commands.Users;

/// <summary>Gets the users of external sources.</summary>
/// <remarks>
/// <para>The Get-ExternalUser cmdlet gets the users of one or more external sources. Without filters, it gets all people in all sources. A user must match
/// every filter. If a filter has several values, a user must match one of them.</para>
/// <para>The cmdlet reads several sources at the same time and writes users when they arrive. The service applies the filters that it supports. The cmdlet
/// applies the other filters while it reads.</para>
/// <para>A list is complete or ends with an error that says how far it was read. The error occurs if a page is missing, if the number of users differs from the
/// count of the service, or if a cursor leads back to an earlier page. If users are added or deleted while the cmdlet reads, it reads the list again. Each user
/// is written once per source.</para>
/// <para>If a source fails, the cmdlet writes an error for it and continues with the other sources. If the command reads only one source, an incomplete list is
/// a terminating error, so that the next command in the pipeline does not act on a part of the list.</para>
/// <para>By default, the cmdlet gets people and accounts of unknown type, but not apps or portal customers. To get other accounts, use
/// <see cref="AccountType"/>. An account that you specify by account ID is returned whatever its type. Actions skip piped accounts of unknown type.</para>
/// <para>Only organizations record when users were last active. For a Jira Cloud site, the cmdlet reads the activity from the connected organization
/// whose workspaces contain the site. If no connected organization contains it, a filter by activity is an error. Such a filter skips users whose activity
/// is unknown, and a warning gives their number. If the activity of all users is unknown, the cmdlet writes an error.</para>
/// <para>-First and -Skip count the users of all sources in the order in which they arrive. To read a list in portions, read one source. With -Effective, users
/// are counted in the order of the sources.</para>
/// <list type="alert">
/// <item><description>Activity data can be up to 24 hours old.</description></item>
/// <item><description>The privacy settings of an account that is not managed can hide its e-mail address. Email is then empty, and a filter by e-mail address
/// does not find the user. If a wildcard of -Email, a wildcard of -User that contains @, or -EmailDomain selects users, a warning gives the number of users
/// whose address is hidden.</description></item>
/// <item><description>If the service does not return the data that a filter needs, the filter skips the user. A warning gives the filter and the number of
/// users.</description></item>
/// <item><description>An empty LastActive means that the user was never active, or that the activity is unknown. ActivityKnown says which. Use -InactiveFor or
/// -NeverActive instead of Where-Object LastActive -lt, which matches every user without a date.</description></item>
/// <item><description>Groups contains objects. Compare their names: $_.Groups.Name -contains 'contractors'. Groups is empty without -Include
/// Groups.</description></item>
/// <item><description>A Jira Cloud site returns only whether an account is active. Suspended, deactivated and deleted users are all
/// Deactivated.</description></item>
/// </list>
/// </remarks>
/// <example>
/// <title>Get users who hold a Jira seat but did not use it for 90 days</title>
/// <code>
/// Get-ExternalUser -Source acme -Application jira-software -InactiveFor 90 -Status Active
/// </code>
/// <para>This command gets the active users of the organization who hold a seat of Jira and did not use it in the last 90 days.</para>
/// </example>
/// <example>
/// <title>Get users with an address outside a domain</title>
/// <code>
/// Get-ExternalUser -Source acme | Where-Object { $_.Email -and $_.Email -notlike '*@acme.example' }
/// </code>
/// <para>This command gets guests, contractors and other users whose e-mail address is not in the domain.</para>
/// </example>
/// <example>
/// <title>Get the users in a CSV file</title>
/// <code>
/// Import-Csv -Path leavers.csv | Get-ExternalUser -Source acme
/// </code>
/// <para>This command selects users by the columns AccountId or Email. Without -Source, a column Source selects the source of each row. The cmdlet writes an
/// error for each row that matches no user.</para>
/// </example>
/// <example>
/// <title>Get the active members of two groups</title>
/// <code>
/// Get-ExternalGroup -Source acme -Name contractors, all-employees | Get-ExternalUser -Status Active
/// </code>
/// <para>This command gets the active members of the piped groups. A user who is in both groups is written once.</para>
/// </example>
/// <example>
/// <title>Get the state of a user in all sources</title>
/// <code>
/// Get-ExternalUser -User dana@acme.example -Effective
/// </code>
/// <para>This command writes one object. It contains the user in each source, and flags such as "Active on acme-jira, Deactivated in acme".</para>
/// </example>
/// <example>
/// <title>Count users by status</title>
/// <code>
/// Get-ExternalUser -Source acme | Group-Object -Property Status -NoElement
/// </code>
/// <para>This command gets the number of users in each status.</para>
/// </example>
/// <seealso cref="GetExternalGroupMemberCommand"/>
/// <seealso cref="GetExternalGroupCommand"/>
/// <seealso cref="GetExternalSourceCommand"/>
[Cmdlet(VerbsCommon.Get, "ExternalUser", SupportsPaging = true)]
[OutputType(typeof(ExternalUser), typeof(EffectiveUser))]
public sealed class GetExternalUserCommand : SourceReadCommand, IUserSources
{
    private readonly HashSet<string> _unreadable = new(StringComparer.OrdinalIgnoreCase);
    private PipedUsers? _piped;

    /// <summary>
    /// Specifies the sources to read from, by name or as objects. Wildcards are permitted. In a list, a column Source selects the sources of each row.
    /// </summary>
    /// <value>All sources that list users</value>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [SourceArgument]
    [SourceNameCompleter]
    public override string[] Source { get; set; } = { Everywhere };

    /// <summary>Specifies e-mail addresses. Wildcards are permitted. In a list, the column can also have the name Mail or EmailAddress.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Mail", "EmailAddress")]
    [SupportsWildcards]
    [AllowEmptyString]
    [FreeText]
    public string[]? Email { get; set; } = Array.Empty<string>();

    /// <summary>Specifies full names. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string[] Name { get; set; } = Array.Empty<string>();

    /// <summary>Specifies account IDs.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [FreeText]
    public string[]? AccountId { get; set; } = Array.Empty<string>();

    /// <summary>Specifies account IDs, e-mail addresses or full names. Wildcards are permitted for addresses and names.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string[] User { get; set; } = Array.Empty<string>();

    /// <summary>Specifies the states of the users.</summary>
    /// <value>Any state</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public UserStatus[] Status { get; set; } = Array.Empty<UserStatus>();

    /// <summary>
    /// Gets only accounts that the organization manages. With -Managed:$false, gets only accounts that it does not manage. If the
    /// service does not return this for a user, the user is skipped with a warning.
    /// </summary>
    [Parameter]
    public SwitchParameter Managed { get; set; }

    /// <summary>
    /// Specifies the types of accounts: Person, App, Customer or Unknown. The type is Unknown if the service returns no type, or a type that the module does
    /// not recognize. ServiceAccountType then contains the service's own word. If the parameter does not contain Unknown, a warning gives the number of
    /// accounts of unknown type that were skipped.
    /// </summary>
    /// <value>Person, Unknown</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public AccountType[] AccountType { get; set; } = { Core.Users.AccountType.Person, Core.Users.AccountType.Unknown };

    /// <summary>
    /// Gets only users with two-step verification. With -TwoStepVerification:$false, gets only users without it. If the
    /// service does not return this for a user, the user is skipped with a warning.
    /// </summary>
    [Parameter]
    public SwitchParameter TwoStepVerification { get; set; }

    /// <summary>Specifies the domains of e-mail addresses. Wildcards are not supported.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string[] EmailDomain { get; set; } = Array.Empty<string>();

    /// <summary>Specifies groups, by name or ID. The cmdlet gets the members of these groups. You can pipe groups to the cmdlet.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [AllowEmptyString]
    [GroupArgument]
    [FreeText]
    public string[]? Group { get; set; } = Array.Empty<string>();

    /// <summary>Specifies groups, by name or ID. The cmdlet gets only users who are in none of these groups.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [GroupArgument]
    [FreeText]
    public string[] NotInGroup { get; set; } = Array.Empty<string>();

    /// <summary>
    /// Specifies directories, by name or ID. The cmdlet reads one list per directory and sets the Directory property of each user. Without this parameter, the
    /// service does not return the directory. A user in several of the directories is written once, with the first directory.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string[] Directory { get; set; } = Array.Empty<string>();

    /// <summary>
    /// Specifies applications by key, such as jira-software. The cmdlet gets the users who hold a seat of one of these applications, whether or not they use
    /// it. A seat is a role that Atlassian bills: a user or an administrator of the application. In an organization, a user can hold it through a group or
    /// directly; a Jira Cloud site shows only groups. Filters by activity then apply to these applications only. If the source does not have an application,
    /// the cmdlet writes an error that names the applications that it has.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ApplicationCompleter]
    public string[] Application { get; set; } = Array.Empty<string>();

    /// <summary>
    /// Specifies workspaces: instances of applications, by name, address or ARI. Use it instead of -Application, or together with it, where an organization
    /// has several sites. For a Jira Cloud site, specify its name, its address or an ARI. Get-ExternalWorkspace lists the workspaces.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [WorkspaceCompleter]
    public string[] Workspace { get; set; } = Array.Empty<string>();

    /// <summary>
    /// With -Application, also gets users whose role needs no seat, such as customers, stakeholders, guests and access administrators. Only an organization
    /// returns them.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeUnbilled { get; set; }

    /// <summary>
    /// Gets only users who were last active before this date. Users without recorded activity do not match. Specify a text in the order year, month, day.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [DateArgument]
    public DateTimeOffset? LastActiveBefore { get; set; }

    /// <summary>Gets only users who were active on or after this date.</summary>
    [Parameter]
    [ValidateNotNull]
    [DateArgument]
    public DateTimeOffset? LastActiveAfter { get; set; }

    /// <summary>
    /// Gets only users who were not active for this number of days, or for this time span. Users who were never active match if they were added before this
    /// period. If the date when a user was added is unknown, the user is skipped with a warning.
    /// </summary>
    [Parameter]
    [Days]
    public TimeSpan? InactiveFor { get; set; }

    /// <summary>
    /// Gets only users who have no recorded activity. The result includes users who were invited recently. To leave them out, combine this parameter with
    /// -InactiveFor.
    /// </summary>
    [Parameter]
    public SwitchParameter NeverActive { get; set; }

    /// <summary>
    /// Specifies additional data: Groups, Applications or Roles. Applications are the applications that the user can use, whether or not the user does. On a
    /// Jira Cloud site, groups and applications need one request per user. In an organization, groups and roles need no more requests. Applications need one
    /// request for each group that grants an application. Applications that the service does not return are missing, with a warning.
    /// </summary>
    /// <value>None</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public UserDetail[] Include { get; set; } = Array.Empty<UserDetail>();

    /// <summary>
    /// Writes one object per user, with the state in each source and flags that combine the states, such as "Active on acme-jira, Deactivated in acme" or
    /// "Suspended in acme, but still in groups that grant jira-software". The cmdlet first finds users by the filters and the piped objects. Then it reads each
    /// user from the sources of -Source, or from all sources. In an organization, it also reads applications. The cmdlet keeps all users in memory and writes
    /// them after it has read all sources.
    /// </summary>
    [Parameter]
    public SwitchParameter Effective { get; set; }

    /// <summary>
    /// Specifies the object to select users by: a source, a group, a directory, a user, or a row with the columns AccountId, Email or Group, and optionally
    /// Source. A text that contains @ is an e-mail address. Any other text is an account ID if you specify -Source, and the name of a source if you do not.
    /// Wildcards are permitted only for sources. The cmdlet writes an error for a row that has none of the columns, and for a row that has a Group and an
    /// address in a column with another name. It skips empty entries with a warning.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    IReadOnlyCollection<string> IUserSources.Unread => Unread;

    private UserArguments Arguments => new(this, IsArgument, Session.Now);

    private PipedUsers Piped => _piped ??= new PipedUsers(IsArgument);

    IReadOnlyList<ExternalSource> IUserSources.SelectAll() => Select("ReadUsers", new[] { Everywhere });

    void IUserSources.Read(UserRead read) => Read(read);

    /// <summary>Checks the parameters.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        OrEnd(Arguments.Check);
    }

    /// <summary>Collects the pipeline objects.</summary>
    protected override void ProcessRecord() =>
        OrEnd(() =>
            Piped.Add(
                new PipedRecord
                {
                    InputObject = InputObject,
                    HasInput = MyInvocation.ExpectingInput || IsArgument(nameof(InputObject)),
                    Source = Source,
                    AccountId = AccountId,
                    Email = Email,
                    Group = Group,
                    IsFromPipeline = IsFromPipeline,
                }
            )
        );

    /// <summary>Reads the users and writes them.</summary>
    protected override void EndProcessing()
    {
        // The users are filtered while they are read, so their number is unknown at the start.
        if (PagingParameters.IncludeTotalCount)
        {
            WriteObject(PagingParameters.NewTotalCount(0, 0.0));
        }

        ReportPiped();
        if (PagingParameters.First == 0 || !Piped.Entries.Sources.Any())
        {
            return;
        }

        var selection = new UserSelection { Filter = Arguments.ToFilter(), Entries = Piped.Entries };
        var sources = Select("ReadUsers", selection.Entries.Sources, Effective ? null : source => UserSelection.Refusal(selection.Filter, source));
        var filters = selection.FiltersOf(sources);
        var hits = new MatchCounter(filters.Values.SelectMany(of => of));
        var isCut = Effective ? WriteEffective(selection, sources, hits) : Write(sources, filters, hits);
        if (!isCut)
        {
            ReportMatches(selection, sources, hits);
        }
    }

    private void OrEnd(Action work)
    {
        try
        {
            work();
        }
        catch (InvalidInputException exception)
        {
            ThrowTerminatingError(exception.ToRecord(null));
        }
    }

    private void ReportPiped()
    {
        foreach (var error in Piped.Errors())
        {
            WriteError(error.ToRecord(null));
        }

        if (Piped.WithoutSource > 0)
        {
            RefuseWithoutSource(Piped.WithoutSource);
        }

        if (Piped.Warning() is { } warning)
        {
            WriteWarning(warning);
        }
    }

    private void ReportMatches(UserSelection selection, IReadOnlyList<ExternalSource> sources, MatchCounter hits)
    {
        var report = selection.Match(sources, hits, new HashSet<string>(Failed.Concat(_unreadable), StringComparer.OrdinalIgnoreCase));
        foreach (var exception in report.NotFound)
        {
            WriteError(exception.ToRecord(exception.Value));
        }

        foreach (var warning in report.Warnings)
        {
            WriteWarning(warning);
        }
    }

    /// <summary>Writes users when they arrive.</summary>
    /// <returns>Whether -First ended the lists early.</returns>
    private bool Write(IReadOnlyList<ExternalSource> sources, IReadOnlyDictionary<Guid, IReadOnlyList<UserFilter>> filters, MatchCounter hits)
    {
        var page = new PageWindow(PagingParameters.Skip, PagingParameters.First);
        using var enough = new CancellationTokenSource();
        Read(
            new UserRead
            {
                Sources = sources,
                Filters = filters,
                Enough = _ => enough.Token,
                Take = users => WriteWindow(users, page, hits, enough),
            }
        );
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

    /// <summary>Writes one object per user after all sources are read.</summary>
    /// <returns>Whether -First ended the lists early.</returns>
    private bool WriteEffective(UserSelection selection, IReadOnlyList<ExternalSource> sources, MatchCounter hits)
    {
        // A piped user says where to find the user. Only -Source and piped sources limit where the user is read from.
        var isLimited = IsArgument(nameof(Source)) || Piped.NamesSources;
        var result = new EffectiveReader(this, hits, PagingParameters.Skip, PagingParameters.First).Read(selection, sources, isLimited);
        foreach (var (source, error) in result.Refusals)
        {
            WriteError(error.ToRecord(source));
        }

        foreach (var user in result.Users)
        {
            WriteObject(user);
        }

        if (result.Missing is { } missing)
        {
            WriteError(missing.ToRecord(null));
        }

        return result.IsCut;
    }

    private void Read(UserRead read)
    {
        // Only a source that is read can need an organization: a source that cannot be connected needs none.
        var needsOrganization = read.Sources.Any(source => read.NeedsOrganization(source) && Connect(source) is not null);
        var reader = new UserReader(read)
        {
            MaxConcurrency = ThrottleLimit,
            Activity = needsOrganization ? OpenActivity() : null,
            GroupsAreArguments = IsArgument(nameof(Group)),
        };
        ReadSources<IUserReader>(read.Sources, "Reading users", reader.ReadAsync, read.AsksForAll);
        _unreadable.UnionWith(reader.Unreadable);
        if (reader.Warning() is { } warning)
        {
            WriteWarning(warning);
        }
    }

    /// <summary>Opens the connected organizations. Returns <see langword="null"/> if there are none.</summary>
    private OrganizationActivity? OpenActivity()
    {
        var owners = SiteOwners.Open(OpenRepository().All, Connections);
        return owners.IsEmpty ? null : new OrganizationActivity(owners);
    }
}

/// <summary>Additional data that Get-ExternalUser returns.</summary>
public enum UserDetail
{
    /// <summary>The groups that the user is in.</summary>
    Groups,

    /// <summary>The applications that the user can use.</summary>
    Applications,

    /// <summary>The roles of the user in the organization.</summary>
    Roles,
}
