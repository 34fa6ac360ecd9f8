using System.Management.Automation;
using ExternalSources.Commands.Runs;
using ExternalSources.Commands.Users;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Actions;

/// <summary>Reactivates deactivated managed accounts.</summary>
/// <remarks>
/// <para>An account that is to be deleted is skipped: Restore-ExternalUser cancels the deletion, which also reactivates it.</para>
/// <para>By default these are skipped, each with its reason: accounts that a connected source uses itself, administrators (see <see cref="UserActionCommand.IncludeAdministrators"/>), apps and portal customers, accounts that an identity provider manages (see <see cref="IncludeSynced"/>), whoever is exempt (Add-ExternalExemption), and users who were given twice. What is so already is NoChange and is not sent.</para>
/// <para>Every command is a run with a log: Get-ExternalRun shows it, Resume-ExternalRun carries on after a crash or a stop, Undo-ExternalRun takes it back. A user that fails is an error, and the run goes on; after five failures in a row for the same reason the rest of that source is not attempted.</para>
/// </remarks>
/// <example>
/// <title>Reactivate somebody</title>
/// <code>
/// Enable-ExternalUser -Source acme -User dana@acme.example
/// </code>
/// <para>Reactivates the account.</para>
/// </example>
/// <example>
/// <title>Reactivate everybody of a department</title>
/// <code>
/// Get-ExternalUser -Source acme -Status Deactivated | Where-Object Department -eq Design | Enable-ExternalUser
/// </code>
/// <para>Reactivates the deactivated accounts of the department.</para>
/// </example>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="DisableExternalUserCommand"/>
[Cmdlet(VerbsLifecycle.Enable, "ExternalUser", SupportsShouldProcess = true)]
[OutputType(typeof(ExternalActionResult))]
public sealed class EnableExternalUserCommand : UserActionCommand
{
    /// <summary>Acts on accounts that an identity provider manages, too, although it will undo the change at its next synchronization unless it is made there as well.</summary>
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
