using System.Management.Automation;
using ExternalSources.Commands.Runs;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Actions;

/// <summary>Suspends users' access to a directory of an organization.</summary>
/// <remarks>
/// <para>A suspended user reaches no application of the directory and costs no seat, but keeps groups and roles: Resume-ExternalUser gives everything back. It works for accounts that the organization does not manage, too.</para>
/// <para>By default these are skipped, each with its reason: accounts that a connected source uses itself, administrators (see <see cref="UserActionCommand.IncludeAdministrators"/>), apps and portal customers, accounts that an identity provider manages (see <see cref="IncludeSynced"/>), whoever is exempt (Add-ExternalExemption), and users who were given twice. What is so already is NoChange and is not sent.</para>
/// <para>Every command is a run with a log: Get-ExternalRun shows it, Resume-ExternalRun carries on after a crash or a stop, Undo-ExternalRun takes it back. A user that fails is an error, and the run goes on; after five failures in a row for the same reason the rest of that source is not attempted.</para>
/// </remarks>
/// <example>
/// <title>Suspend a guest</title>
/// <code>
/// Suspend-ExternalUser -Source acme -User guest@partner.example -Directory Acme
/// </code>
/// <para>Takes the guest's access to the directory Acme away. Get-ExternalDirectory lists the directories; where there is only one, it need not be named.</para>
/// </example>
/// <example>
/// <title>Suspend guests who were inactive for half a year</title>
/// <code>
/// Get-ExternalUser -Source acme -Managed:$false -InactiveFor 180 -Status Active | Suspend-ExternalUser -Directory Acme -MaxPercent 5
/// </code>
/// <para>Suspends them, unless they are more than 5 percent of all users.</para>
/// </example>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="ResumeExternalUserCommand"/>
[Cmdlet(VerbsLifecycle.Suspend, "ExternalUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class SuspendExternalUserCommand : UserActionCommand
{
    /// <summary>The directory, by name or id. It must be given where an organization has several.</summary>
    /// <value>The organization's only directory</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string? Directory { get; set; }

    /// <summary>Acts on accounts that an identity provider manages, too, although it will undo the change at its next synchronization unless it is made there as well.</summary>
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
