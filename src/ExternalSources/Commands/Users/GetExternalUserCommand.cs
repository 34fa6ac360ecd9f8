using System;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Commands.Groups;
using ExternalSources.Commands.Sources;
using ExternalSources.Completion;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Users;

/// <summary>Lists the users of external sources, filtered.</summary>
/// <remarks>
/// <para>A list is complete or an error: a page that is missing, a list that does not come to the service's own count, or a cursor that leads back ends in an error that says how far the list was read. A list that does not come to the count because people come and go meanwhile is read again. Users that paging shows twice are written once.</para>
/// <para>All filters must hold; of several values of one filter, any. What the service can filter it filters; the rest is looked at while the list goes by, and users are written as they arrive. Several sources are read at the same time. A source that fails is an error of its own; the others go on. Where only one source is read, a list that breaks off is a terminating error: what it is piped to does not take half of it for all.</para>
/// <para>By default only people are listed, not apps and portal customers; see <see cref="AccountType"/>. Who is named by account id is listed whatever the kind.</para>
/// <para>When a user was last active is known to organizations only. For a Jira Cloud site it is taken from a connected organization that covers the user. "Nothing recorded" is not "not known": users of whom nobody knows it are left out of a filter by activity, and a warning tells how many. Where it is known of nobody, that is an error. The service does not tell which organization a site belongs to: connect the site's own, because another one may know a guest of it without any activity.</para>
/// <para>-First and -Skip count over all sources, in the order in which users arrive: portions fit together within one source only. With -Effective they count in the order of the sources.</para>
/// <list type="alert">
/// <item><description>Activity lags behind by up to 24 hours.</description></item>
/// <item><description>E-mail addresses of accounts that are not managed may be hidden by their owners' privacy settings: then Email is empty, and no filter by e-mail address finds the user. A warning tells how many that are where a wildcard of -Email, one with an @ of -User, or -EmailDomain selects.</description></item>
/// <item><description>What the service does not tell of a user is not taken for no: whoever a filter cannot judge for that is left out, with a warning that says by which filter and how many.</description></item>
/// <item><description>An empty LastActive means never or not known; ActivityKnown tells which. So filter with -InactiveFor or -NeverActive: Where-Object LastActive -lt takes everybody without a date.</description></item>
/// <item><description>Groups are objects, so compare their names: $_.Groups.Name -contains 'contractors'. Groups is empty unless -Include Groups brings it.</description></item>
/// <item><description>A Jira Cloud site tells only whether an account is active; suspended, deactivated and deleted users are all Deactivated there.</description></item>
/// </list>
/// </remarks>
/// <example>
/// <title>Who has not used Jira for 90 days and still holds a seat</title>
/// <code>
/// Get-ExternalUser -Source acme -Application jira-software -InactiveFor 90 -Status Active
/// </code>
/// <para>Lists the active users of the organization who have Jira and last used it more than 90 days ago, or never. Roles that cost no licence, such as those of guests and stakeholders, count as having it, too; on a Jira Cloud site only seats count.</para>
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
/// <para>Selects by the columns Email or AccountId, in the sources of a column Source if there is one and no -Source. A row that fits nobody is an error that names it; the others are written.</para>
/// </example>
/// <example>
/// <title>Members of two groups who are active</title>
/// <code>
/// Get-ExternalGroup -Source acme -Name contractors, all-employees | Get-ExternalUser -Status Active
/// </code>
/// <para>A group from the pipeline selects its members. Who is in both groups is written once.</para>
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
public sealed partial class GetExternalUserCommand : SourceReadCommand
{
    /// <summary>The sources to read from, by name or as objects. Wildcards are permitted. A column Source of a list names those in which its row is looked for.</summary>
    /// <value>All sources that can</value>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [SourceArgument]
    [SourceNameCompleter]
    public override string[] Source { get; set; } = { Everywhere };

    /// <summary>E-mail addresses. Wildcards are permitted. In a list the column may be called Mail or EmailAddress, too.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Mail", "EmailAddress")]
    [SupportsWildcards]
    [AllowEmptyString]
    [FreeText]
    public string[]? Email { get; set; } = Array.Empty<string>();

    /// <summary>Full names. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string[] Name { get; set; } = Array.Empty<string>();

    /// <summary>Account ids.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [FreeText]
    public string[]? AccountId { get; set; } = Array.Empty<string>();

    /// <summary>Account ids, e-mail addresses or full names, whichever a value is. Wildcards are permitted, and fit addresses and names.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string[] User { get; set; } = Array.Empty<string>();

    /// <summary>Only users in one of these states.</summary>
    /// <value>Any state</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public UserStatus[] Status { get; set; } = Array.Empty<UserStatus>();

    /// <summary>Only accounts that the organization manages; with -Managed:$false only those that it does not. Whoever the service does not say it of is left out, with a warning.</summary>
    [Parameter]
    public SwitchParameter Managed { get; set; }

    /// <summary>Which kinds of accounts: Person, App, Customer.</summary>
    /// <value>Person</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public AccountType[] AccountType { get; set; } = { Core.Users.AccountType.Person };

    /// <summary>Only users with two-step verification; with -TwoStepVerification:$false only those without. Whoever the service does not say it of is left out, with a warning.</summary>
    [Parameter]
    public SwitchParameter TwoStepVerification { get; set; }

    /// <summary>Only users with an e-mail address in one of these domains.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string[] EmailDomain { get; set; } = Array.Empty<string>();

    /// <summary>Only members of one of these groups, by name or id. A group that comes down the pipeline is such a group.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [AllowEmptyString]
    [GroupArgument]
    [FreeText]
    public string[]? Group { get; set; } = Array.Empty<string>();

    /// <summary>Only users who are in none of these groups, by name or id.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [GroupArgument]
    [FreeText]
    public string[] NotInGroup { get; set; } = Array.Empty<string>();

    /// <summary>Only users of one of these directories, by name or id. Directory then tells in which a user was found; the service tells it of nobody otherwise. Who is in several of them is written once, with the first. Each directory is a list of its own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string[] Directory { get; set; } = Array.Empty<string>();

    /// <summary>Only users who have one of these applications, by key, such as jira-software: through a group that grants it, whatever the role, used or not; in an organization also by recorded use. Filters by activity then look at these applications only. An application that no group of the source grants is an error that names those that are granted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ApplicationCompleter]
    public string[] Application { get; set; } = Array.Empty<string>();

    /// <summary>Only users who were last active before this date. Users without recorded activity do not fit. As text it is best given as year, month and day.</summary>
    [Parameter]
    [ValidateNotNull]
    [DateArgument]
    public DateTimeOffset? LastActiveBefore { get; set; }

    /// <summary>Only users who were active at or after this date.</summary>
    [Parameter]
    [ValidateNotNull]
    [DateArgument]
    public DateTimeOffset? LastActiveAfter { get; set; }

    /// <summary>Only users who were not active for so many days, or for a time span: last active before that, or never although they were there all the time. Where it is not told when somebody came, that is not known.</summary>
    [Parameter]
    [Days]
    public TimeSpan? InactiveFor { get; set; }

    /// <summary>Only users for whom no activity is recorded, where activity is recorded at all. Who was invited yesterday is one of them: with -InactiveFor only those are listed who have been there for so long.</summary>
    [Parameter]
    public SwitchParameter NeverActive { get; set; }

    /// <summary>What to bring besides: Groups, Applications, Roles. Applications are those that the user may use, used or not. On a Jira Cloud site groups and applications take a request a user; for an organization groups and roles come with the list, and applications take a request for each group of the users that grants any. What the service does not tell is missing in Applications, with a warning.</summary>
    /// <value>Nothing</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public UserDetail[] Include { get; set; } = Array.Empty<UserDetail>();

    /// <summary>Writes one object a person, with the state in every source and what they come to together, such as "Active on acme-jira, Deactivated in acme" or "Suspended in acme, but still in groups that grant jira-software". Filters and lists find the people; who was found is then asked about in each source of -Source, or in all. The applications of organizations are brought for that. Nothing is written before all sources are read, and everybody is kept in memory until then.</summary>
    [Parameter]
    public SwitchParameter Effective { get; set; }

    /// <summary>What comes down the pipeline: a source, whose users are listed; a group, whose members are; a user; or a row of a list, by its columns AccountId, Email or Group, and Source where it names sources of its own. Of texts, those with an @ are e-mail addresses; others are account ids beside -Source, and names of sources without it. An entry that names nobody selects nobody, and is an error, as is a row with a Group and somebody's address in a column of another name; one whose cells are empty is passed over with a warning. Wildcards fit sources, and mean nothing in what names people and groups.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }
}
