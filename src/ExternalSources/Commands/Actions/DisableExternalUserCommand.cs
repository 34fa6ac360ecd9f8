using System.Management.Automation;
using ExternalSources.Commands.Runs;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Actions;

/// <summary>Deactivates managed accounts.</summary>
/// <remarks>
/// <para>
/// The Disable-ExternalUser cmdlet deactivates managed accounts. A deactivated account cannot sign in to any Atlassian product, in any organization, and
/// uses no seat. The account keeps its data. Enable-ExternalUser reactivates it.
/// </para>
/// <para>
/// The cmdlet works only for organizations, and only for accounts with an e-mail address in a verified domain of the organization. The API key must not
/// have scopes.
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
/// <list type="alert">
/// <item>
/// <description>
/// This cmdlet prompts before each change. If nobody can answer, the command fails before the first change. In a script, use -Confirm:$false.
/// </description>
/// </item>
/// </list>
/// </remarks>
/// <example>
/// <title>Preview the accounts that a CSV file deactivates</title>
/// <code>
/// Import-Csv -Path leavers.csv | Disable-ExternalUser -Source acme -Reason "Left the company" -WhatIf
/// </code>
/// <para>
/// This command shows which accounts it would deactivate, and changes nothing. Without -WhatIf, it prompts for confirmation and then deactivates them.
/// </para>
/// </example>
/// <example>
/// <title>Reactivate the accounts that a run deactivated</title>
/// <code>
/// Undo-ExternalRun -Id 20261124-093000417-1f2e
/// </code>
/// <para>This command prompts for confirmation, and then reactivates the accounts that the run deactivated.</para>
/// </example>
/// <input cref="string">
/// You can pipe users from Get-ExternalUser or Get-ExternalGroupMember, results of an earlier action, account ids, and e-mail addresses to this cmdlet.
/// </input>
/// <output cref="ExternalActionResult">
/// This cmdlet returns one result for each user, with the outcome and its reason. With -WhatIf or -PlanPath, the outcome of a planned change is WhatIf.
/// </output>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="EnableExternalUserCommand"/>
/// <seealso cref="SuspendExternalUserCommand"/>
/// <seealso cref="UndoExternalRunCommand"/>
[Cmdlet(VerbsLifecycle.Disable, "ExternalUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class DisableExternalUserCommand : UserActionCommand
{
    /// <summary>Specifies the message that users see when they try to sign in. Without this parameter, users see the default message of Atlassian.</summary>
    /// <value>The default message of Atlassian</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string? Reason { get; set; }

    /// <summary>
    /// Indicates that the cmdlet also acts on accounts that an identity provider manages. The identity provider reverses the change at its next
    /// synchronization, unless you make the same change there.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeSynced { get; set; }

    private protected override RunRequest Request =>
        new()
        {
            Action = ExternalAction.DisableUser,
            IncludeAdministrators = IncludeAdministrators,
            IncludeSynced = IncludeSynced,
            Message = Reason,
        };
}
