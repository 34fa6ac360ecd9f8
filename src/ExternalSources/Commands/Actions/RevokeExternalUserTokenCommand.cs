using System.Management.Automation;
using ExternalSources.Commands.Runs;
using ExternalSources.Commands.Users;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Actions;

/// <summary>Revokes all API tokens of managed accounts.</summary>
/// <remarks>
/// <para>
/// The Revoke-ExternalUserToken cmdlet revokes every API token of each account. Scripts and integrations that use the tokens stop working immediately. The
/// cmdlet sends one request for each token. It skips accounts that the organization does not manage.
/// </para>
/// <para>You cannot restore a revoked token. Its owner has to create a new one.</para>
/// <para>
/// By default, the cmdlet skips these users and returns the reason for each: accounts that a connected source uses to sign in, administrators (see
/// <see cref="UserActionCommand.IncludeAdministrators"/>), apps and portal customers, accounts of unknown type (see
/// <see cref="UserActionCommand.AccountId"/>), users with an exemption (see Add-ExternalExemption), and users that the input names twice. If a user
/// already has the requested state, the outcome is NoChange and the cmdlet sends no request.
/// </para>
/// <para>
/// Each command is a run with a log. Get-ExternalRun lists runs, and Resume-ExternalRun continues a run that stopped early. Undo-ExternalRun cannot reverse
/// this action. If a user fails, the cmdlet writes an error and continues with the next user. After five consecutive failures for the same reason, it does
/// not attempt the remaining users of that source.
/// </para>
/// <list type="alert">
/// <item>
/// <description>
/// This cmdlet prompts before each change. If nobody can answer, the command fails before the first change. In a script, use -Confirm:$false.
/// </description>
/// </item>
/// </list>
/// </remarks>
/// <example>
/// <title>Revoke the API tokens of the users in a CSV file</title>
/// <code>
/// Import-Csv -Path leavers.csv | Revoke-ExternalUserToken -Source acme -Confirm:$false
/// </code>
/// <para>This command revokes all API tokens of the accounts in the file. It does not prompt.</para>
/// </example>
/// <example>
/// <title>Preview the accounts whose tokens are revoked</title>
/// <code>
/// Get-ExternalUser -Source acme -Status Deactivated | Revoke-ExternalUserToken -WhatIf
/// </code>
/// <para>This command shows the deactivated accounts whose API tokens it would revoke, and changes nothing.</para>
/// </example>
/// <input cref="string">
/// You can pipe users from Get-ExternalUser or Get-ExternalGroupMember, results of an earlier action, account ids, and e-mail addresses to this cmdlet.
/// </input>
/// <output cref="ExternalActionResult">
/// This cmdlet returns one result for each user, with the outcome and its reason. With -WhatIf or -PlanPath, the outcome of a planned change is WhatIf.
/// </output>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="DisableExternalUserCommand"/>
[Cmdlet(VerbsSecurity.Revoke, "ExternalUserToken", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class RevokeExternalUserTokenCommand : UserActionCommand
{
    private protected override RunRequest Request => new() { Action = ExternalAction.RevokeUserToken, IncludeAdministrators = IncludeAdministrators };
}
