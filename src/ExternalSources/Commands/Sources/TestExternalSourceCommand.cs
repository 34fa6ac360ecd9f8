using System.Collections.Generic;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Completion;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Sources;

namespace ExternalSources.Commands.Sources;

/// <summary>Tests external sources and shows what to do about each problem.</summary>
/// <remarks>
/// <para>
/// For each source, the cmdlet checks the address, the TLS connection, the site or organization, the credentials, the rights of the key and its expiry
/// date. The first failed check sets the status of the source to Error, and the cmdlet skips the remaining checks. A check can also end in a warning. Such
/// a source works, but something needs your attention. The outcome Unknown means that the cmdlet could not find out whether the key has a right.
/// </para>
/// <para>
/// What a key may do differs from request to request, so each right is a check of its own, and the cmdlet checks the rights at the same time. A source whose
/// key cannot read users has the status Error. Any other missing right is a warning. If the service names the scopes that a request needs, the check shows
/// them. Later commands name the right if the service refuses one of their requests. The properties Rights and MissingRights of <see
/// cref="GetExternalSourceCommand"/> list the rights until the session ends.
/// </para>
/// <para>
/// For an Access source, the rights are ReadUsers, ReadGroups, ReadRoleAssignments, ReadWorkspaces, ReadDirectories, AccountManagement and ReadKeys. A key with
/// scopes does not have AccountManagement: you cannot deactivate, reactivate or delete accounts with it. ReadKeys shows the row of the key in the
/// organization's list of keys, with its scopes, if the expiry date or the last activity shows which row that is. Then the service's expiry date counts.
/// </para>
/// <para>
/// For a JiraCloud source, the rights are BrowseUsers, AdministratorRights, ApplicationRoles, CreateIssues and SiteAdministration. Changes of groups and
/// deletions of users need SiteAdministration. It is always Unknown, because no request proves it without a change. The permission Administer Jira does not
/// include it. The check Organization says which of the connected organizations the site belongs to: the one whose workspaces include the site. The activity
/// of the site's users comes from that organization. If it is none of them, the check is a warning. It reads the keys of the connected organizations.
/// </para>
/// <para>
/// The cmdlet tests several sources at the same time and returns the results in the order of the sources. It saves the results, and <see
/// cref="GetExternalSourceCommand"/> shows them.
/// </para>
/// <list type="alert">
/// <item><description>The test only reads. It sends about ten requests to each source.</description></item>
/// <item><description>
/// The test never follows a redirect and always verifies the certificate, so the key goes only to the address of the source.
/// </description></item>
/// </list>
/// </remarks>
/// <example>
/// <title>Find out what is wrong with a source</title>
/// <code>
/// Test-ExternalSource -Name acme-jira
/// </code>
/// <para>Shows the status of the source, the reason for an error, and what to do about it.</para>
/// </example>
/// <example>
/// <title>Show each check</title>
/// <code>
/// (Test-ExternalSource -Name acme).Checks
/// </code>
/// <para>Shows a row for each check, with its outcome and details.</para>
/// </example>
/// <example>
/// <title>Stop a runbook if a source does not work</title>
/// <code>
/// if (-not (Test-ExternalSource -Name acme -Quiet)) { throw 'The source acme does not work.' }
/// </code>
/// <para>With -Quiet, the cmdlet returns $true or $false.</para>
/// </example>
/// <example>
/// <title>Test all organizations</title>
/// <code>
/// Get-ExternalSource -Type Access | Test-ExternalSource | Where-Object Status -eq Error
/// </code>
/// <para>Tests every Access source and shows the sources that do not work.</para>
/// </example>
/// <seealso cref="GetExternalSourceCommand"/>
/// <seealso cref="NewExternalSourceCommand"/>
/// <seealso cref="SetExternalSourceCommand"/>
[Cmdlet(VerbsDiagnostic.Test, "ExternalSource")]
[OutputType(typeof(SourceTestResult), typeof(bool))]
public sealed class TestExternalSourceCommand : SourceTestCommand
{
    private readonly List<string> _names = new();

    /// <summary>The names of the sources to test. Wildcards are permitted.</summary>
    /// <value>All sources</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [SourceNameArgument]
    [SourceNameCompleter]
    public string[] Name { get; set; } = { "*" };

    /// <summary>Returns only <see langword="true"/> or <see langword="false"/>: <see langword="true"/> if all names are known and all sources work.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>The maximum number of sources to test at the same time.</summary>
    /// <value>64</value>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 64;

    /// <summary>Collects the names.</summary>
    protected override void ProcessRecord() => _names.AddRange(Name);

    /// <summary>Tests the sources.</summary>
    protected override void EndProcessing()
    {
        var sources = SelectSources(_names, out var isWhole);
        var connected = 0;
        TestSources(sources, ThrottleLimit, tested =>
        {
            NoticeExpiry(tested.Updated);
            if (tested.Result.Status == SourceStatus.Connected)
            {
                connected++;
            }

            if (!Quiet)
            {
                WriteObject(tested.Result);
            }
        });
        // One value for all sources, because an if statement takes a list of two false values as true.
        if (Quiet)
        {
            WriteObject(isWhole && connected == sources.Count && connected > 0);
        }
    }
}
