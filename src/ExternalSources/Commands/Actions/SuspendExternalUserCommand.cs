using System.Management.Automation;
using ExternalSources.Commands.Groups;
using ExternalSources.Commands.Runs;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Actions;

/// <summary>Suspends the access of users to a directory of an organization.</summary>
/// <remarks>
/// <para>
/// The Suspend-ExternalUser cmdlet suspends users in a directory of an organization. A suspended user cannot use the applications of the directory and uses
/// no seat there, but keeps all groups and roles. Resume-ExternalUser restores the access. Unlike Disable-ExternalUser, this cmdlet also works for accounts
/// that the organization does not manage, such as guests.
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
/// <title>Suspend a guest</title>
/// <code>
/// Suspend-ExternalUser -Source acme -User guest@partner.example -Directory Acme
/// </code>
/// <para>This command prompts for confirmation, and then suspends the guest in the directory Acme. To list the directories, use Get-ExternalDirectory.</para>
/// </example>
/// <example>
/// <title>Suspend guests who were inactive for 180 days</title>
/// <code>
/// Get-ExternalUser -Source acme -Managed:$false -InactiveFor 180 -Status Active |
///     Suspend-ExternalUser -Directory Acme -MaxPercent 5
/// </code>
/// <para>
/// This command prompts for confirmation, and then suspends the guests. If they are more than 5 percent of all users of the organization, the command fails
/// and suspends nobody.
/// </para>
/// </example>
/// <input cref="string">
/// You can pipe users from Get-ExternalUser or Get-ExternalGroupMember, results of an earlier action, account ids, and e-mail addresses to this cmdlet.
/// </input>
/// <output cref="ExternalActionResult">
/// This cmdlet returns one result for each user, with the outcome and its reason. With -WhatIf or -PlanPath, the outcome of a planned change is WhatIf.
/// </output>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalDirectoryCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="ResumeExternalUserCommand"/>
/// <seealso cref="DisableExternalUserCommand"/>
[Cmdlet(VerbsLifecycle.Suspend, "ExternalUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class SuspendExternalUserCommand : UserActionCommand
{
    /// <summary>
    /// Specifies the directory, by name or id. This parameter is required if the organization has more than one directory. To list the directories, use
    /// Get-ExternalDirectory.
    /// </summary>
    /// <value>The only directory of the organization</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string? Directory { get; set; }

    /// <summary>
    /// Indicates that the cmdlet also acts on accounts that an identity provider manages. The identity provider reverses the change at its next
    /// synchronization, unless you make the same change there.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeSynced { get; set; }

    private protected override RunRequest Request =>
        new()
        {
            Action = ExternalAction.SuspendUser,
            IncludeAdministrators = IncludeAdministrators,
            IncludeSynced = IncludeSynced,
            Directory = Directory,
        };
}
