using System;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Commands.Groups;
using ExternalSources.Commands.Runs;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Actions;

/// <summary>Removes application access from users to free their seats.</summary>
/// <remarks>
/// <para>
/// The Revoke-ExternalUserAccess cmdlet removes each user from every group that grants the specified applications. Without <see cref="Application"/>, it
/// removes each user from every group that grants an application. Groups that grant no application stay unchanged. The cmdlet does not change
/// accounts. In an organization, it also revokes billable roles that users hold without a group. Undo-ExternalRun does not grant these roles again.
/// </para>
/// <para>
/// A Jira Cloud site shows only groups. If it counts more users of an application than its groups have, the cmdlet writes a warning: some users may hold a
/// seat without a group. To revoke such a seat, use the organization as the source.
/// </para>
/// <para>
/// If the service does not return which applications a group grants, the cmdlet does not change that group. The outcome for its members is Failed, because
/// they may still have access. Resume-ExternalRun checks the group again.
/// </para>
/// <para>
/// By default, the cmdlet skips these users and returns the reason for each: accounts that a connected source uses to sign in, administrators (see
/// <see cref="UserActionCommand.IncludeAdministrators"/>), apps and portal customers, accounts of unknown type (see
/// <see cref="UserActionCommand.AccountId"/>), users with an exemption (see Add-ExternalExemption), and users that the input names twice. If a user
/// already has the requested state, the outcome is NoChange and the cmdlet sends no request.
/// </para>
/// <para>
/// Each command is a run with a log. Get-ExternalRun lists runs, and Resume-ExternalRun continues a run that stopped early. Undo-ExternalRun reverses a
/// run. If a user fails, the cmdlet writes an error and continues with the next user. After five consecutive failures for the same reason, it does not
/// attempt the remaining users of that source.
/// </para>
/// <list type="alert">
/// <item>
/// <description>
/// This cmdlet prompts before each change. If nobody can answer, the command fails before the first change. In a script, use -Confirm:$false.
/// </description>
/// </item>
/// <item><description>Changes begin after all piped users have arrived.</description></item>
/// </list>
/// </remarks>
/// <example>
/// <title>Plan to free the seats of inactive users</title>
/// <code>
/// Get-ExternalUser -Source acme -Application jira-software -InactiveFor 90 -Status Active |
///     Revoke-ExternalUserAccess -Application jira-software -PlanPath seats.json
/// </code>
/// <para>
/// This command finds the active users who have Jira but have not used it for 90 days, and writes a plan to the file seats.json. It changes nothing. Review
/// the plan, and then run it with Invoke-ExternalPlan.
/// </para>
/// </example>
/// <example>
/// <title>Remove all application access from the users in a CSV file</title>
/// <code>
/// Import-Csv -Path leavers.csv | Revoke-ExternalUserAccess -Source acme-jira -Confirm:$false
/// </code>
/// <para>This command removes the users from every group that grants an application on the site acme-jira. It does not prompt.</para>
/// </example>
/// <input cref="string">
/// You can pipe users from Get-ExternalUser or Get-ExternalGroupMember, results of an earlier action, account ids, and e-mail addresses to this cmdlet.
/// </input>
/// <output cref="ExternalActionResult">
/// This cmdlet returns one result for each user and group, with the outcome and its reason. With -WhatIf or -PlanPath, the outcome of a planned change is
/// WhatIf.
/// </output>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalGroupCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="InvokeExternalPlanCommand"/>
/// <seealso cref="RemoveExternalGroupMemberCommand"/>
[Cmdlet(VerbsSecurity.Revoke, "ExternalUserAccess", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class RevokeExternalUserAccessCommand : UserActionCommand
{
    /// <summary>
    /// Specifies the applications by key, such as jira-software. Wildcard characters are not permitted. Without this parameter, the cmdlet removes access
    /// to all applications.
    /// </summary>
    /// <value>All applications</value>
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

    // The pipeline may still read the members of the group. A list that shrinks in the meantime is incomplete.
    private protected override bool WaitsForAll => true;

    private protected override RunRequest Request =>
        new()
        {
            Action = ExternalAction.RevokeUserAccess,
            IncludeAdministrators = IncludeAdministrators,
            Applications = Application.Select(ApplicationSelector.Parse).ToArray(),
            Workspaces = Workspace,
        };
}
