using System;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Commands.Groups;
using ExternalSources.Commands.Runs;
using ExternalSources.Completion;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Actions;

/// <summary>Removes users from groups.</summary>
/// <remarks>
/// <para>
/// The Remove-ExternalGroupMember cmdlet removes each user from each of the specified groups. It sends one request for each user and group that has to
/// change. It skips groups that an identity provider owns. Change the members of those groups in the identity provider.
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
/// <item>
/// <description>
/// Changes begin after all piped users have arrived. You can therefore pipe the members of a group to a command that removes them from the same group.
/// </description>
/// </item>
/// </list>
/// </remarks>
/// <example>
/// <title>Remove deactivated members from a group</title>
/// <code>
/// Get-ExternalGroupMember -Source acme -Group jira-software-users |
///     Where-Object Status -eq Deactivated |
///     Remove-ExternalGroupMember -Group jira-software-users
/// </code>
/// <para>This command prompts for confirmation, and then removes the deactivated members from the group jira-software-users.</para>
/// </example>
/// <example>
/// <title>Limit the number of users in a scheduled script</title>
/// <code>
/// Import-Csv -Path leavers.csv | Remove-ExternalGroupMember -Source acme -Group vpn-users -MaxTargets 50 -Confirm:$false
/// </code>
/// <para>
/// This command removes the users in the file from the group vpn-users without a prompt. If the file names more than 50 users, the command fails and
/// removes nobody.
/// </para>
/// </example>
/// <input cref="string">
/// You can pipe users from Get-ExternalUser or Get-ExternalGroupMember, results of an earlier action, account ids, and e-mail addresses to this cmdlet.
/// </input>
/// <output cref="ExternalActionResult">
/// This cmdlet returns one result for each user and group, with the outcome and its reason. With -WhatIf or -PlanPath, the outcome of a planned change is
/// WhatIf.
/// </output>
/// <seealso cref="GetExternalGroupMemberCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="AddExternalGroupMemberCommand"/>
/// <seealso cref="SyncExternalGroupMemberCommand"/>
[Cmdlet(VerbsCommon.Remove, "ExternalGroupMember", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class RemoveExternalGroupMemberCommand : UserActionCommand
{
    /// <summary>Specifies the groups, by name, by id, or as objects. Wildcard characters are not permitted.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [GroupArgument]
    [FreeText]
    public string[] Group { get; set; } = Array.Empty<string>();

    // The pipeline may still read the members of the group. A list that shrinks in the meantime is incomplete.
    private protected override bool WaitsForAll => true;

    private protected override RunRequest Request =>
        new()
        {
            Action = ExternalAction.RemoveGroupMember,
            IncludeAdministrators = IncludeAdministrators,
            Groups = Group,
        };
}
