using System.Management.Automation;
using ExternalSources.Commands.Runs;
using ExternalSources.Commands.Users;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Actions;

/// <summary>Reactivates deactivated managed accounts.</summary>
/// <remarks>
/// <para>
/// The Enable-ExternalUser cmdlet reactivates managed accounts of an organization that were deactivated. It skips accounts that are scheduled for deletion.
/// Restore-ExternalUser cancels the deletion of such an account and reactivates it.
/// </para>
/// <para>
/// By default, the cmdlet skips these users and returns the reason for each: accounts that a connected source uses to sign in, administrators (see
/// <see cref="UserActionCommand.IncludeAdministrators"/>), apps and portal customers, accounts of unknown type (see
/// <see cref="UserActionCommand.AccountId"/>), accounts that an identity provider manages (see <see cref="IncludeSynced"/>), users with an exemption (see
/// Add-ExternalExemption), and users that the input names twice. If a user already has the requested state, the outcome is NoChange and the cmdlet sends
/// no request.
/// </para>
/// <para>
/// Each command is a run with a log. Get-ExternalRun lists runs, and Resume-ExternalRun continues a run that stopped early. Undo-ExternalRun reverses a
/// run. If a user fails, the cmdlet writes an error and continues with the next user. After five consecutive failures for the same reason, it does not
/// attempt the remaining users of that source.
/// </para>
/// </remarks>
/// <example>
/// <title>Reactivate one account</title>
/// <code>
/// Enable-ExternalUser -Source acme -User dana@acme.example
/// </code>
/// <para>This command reactivates the account with the e-mail address dana@acme.example.</para>
/// </example>
/// <example>
/// <title>Reactivate the accounts of a department</title>
/// <code>
/// Get-ExternalUser -Source acme -Status Deactivated | Where-Object Department -eq Design | Enable-ExternalUser
/// </code>
/// <para>This command reactivates all deactivated accounts of the department Design.</para>
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
/// <seealso cref="RestoreExternalUserCommand"/>
[Cmdlet(VerbsLifecycle.Enable, "ExternalUser", SupportsShouldProcess = true)]
[OutputType(typeof(ExternalActionResult))]
public sealed class EnableExternalUserCommand : UserActionCommand
{
    /// <summary>
    /// Indicates that the cmdlet also acts on accounts that an identity provider manages. The identity provider reverses the change at its next
    /// synchronization, unless you make the same change there.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeSynced { get; set; }

    private protected override RunRequest Request =>
        new()
        {
            Action = ExternalAction.EnableUser,
            IncludeAdministrators = IncludeAdministrators,
            IncludeSynced = IncludeSynced,
        };
}
