using System.Management.Automation;
using ExternalSources.Commands.Groups;
using ExternalSources.Commands.Runs;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Actions;

/// <summary>Restores the access of suspended users to a directory.</summary>
/// <remarks>
/// <para>
/// The Resume-ExternalUser cmdlet restores the access of users that were suspended in a directory of an organization. The users have the same groups and
/// roles as before the suspension.
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
/// <title>Restore the access of a guest</title>
/// <code>
/// Resume-ExternalUser -Source acme -User guest@partner.example -Directory Acme
/// </code>
/// <para>This command restores the access of the guest to the directory Acme.</para>
/// </example>
/// <example>
/// <title>Preview the suspended users to restore</title>
/// <code>
/// Get-ExternalUser -Source acme -Status Suspended | Resume-ExternalUser -Directory Acme -WhatIf
/// </code>
/// <para>This command shows which suspended users it would restore, and changes nothing.</para>
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
/// <seealso cref="SuspendExternalUserCommand"/>
[Cmdlet(VerbsLifecycle.Resume, "ExternalUser", SupportsShouldProcess = true)]
[OutputType(typeof(ExternalActionResult))]
public sealed class ResumeExternalUserCommand : UserActionCommand
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
            Action = ExternalAction.ResumeUser,
            IncludeAdministrators = IncludeAdministrators,
            IncludeSynced = IncludeSynced,
            Directory = Directory,
        };
}
