using System.Management.Automation;
using ExternalSources.Commands.Runs;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Actions;

/// <summary>Deactivates managed accounts, everywhere at Atlassian.</summary>
/// <remarks>
/// <para>A deactivated account can log in nowhere and costs no seat; Enable-ExternalUser reactivates it. Only accounts that the organization manages, with an address in one of its verified domains, can be deactivated, and only with an API key without scopes.</para>
/// <para>By default these are skipped, each with its reason: accounts that a connected source uses itself, administrators (see <see cref="UserActionCommand.IncludeAdministrators"/>), apps and portal customers, accounts that an identity provider manages (see <see cref="IncludeSynced"/>), whoever is exempt (Add-ExternalExemption), and users who were given twice. What is so already is NoChange and is not sent.</para>
/// <para>Every command is a run with a log: Get-ExternalRun shows it, Resume-ExternalRun carries on after a crash or a stop, Undo-ExternalRun takes it back. A user that fails is an error, and the run goes on; after five failures in a row for the same reason the rest of that source is not attempted.</para>
/// </remarks>
/// <example>
/// <title>Deactivate the leavers of a list</title>
/// <code>
/// Import-Csv -Path leavers.csv | Disable-ExternalUser -Source acme -Reason "Left the company" -WhatIf
/// </code>
/// <para>Shows who would be deactivated. Without -WhatIf it asks, and does it.</para>
/// </example>
/// <example>
/// <title>Undo it</title>
/// <code>
/// Undo-ExternalRun -Id 20261124-093000417-1f2e
/// </code>
/// <para>Reactivates those whom that run deactivated.</para>
/// </example>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="EnableExternalUserCommand"/>
/// <seealso cref="SuspendExternalUserCommand"/>
[Cmdlet(VerbsLifecycle.Disable, "ExternalUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class DisableExternalUserCommand : UserActionCommand
{
    /// <summary>Why: the user reads it on trying to log in.</summary>
    /// <value>A text of Atlassian's</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string? Reason { get; set; }

    /// <summary>Acts on accounts that an identity provider manages, too, although it will undo the change at its next synchronization unless it is made there as well.</summary>
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
