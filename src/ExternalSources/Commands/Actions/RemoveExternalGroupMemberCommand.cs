using System;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Commands.Runs;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Actions;

/// <summary>Removes users from groups.</summary>
/// <remarks>
/// <para>Removes each user from each of the groups. Groups that an identity provider owns are skipped: their members are changed there. It begins when everybody has come down the pipeline, so that a group can be emptied by what is read from it.</para>
/// <para>By default these are skipped, each with its reason: accounts that a connected source uses itself, administrators (see <see cref="UserActionCommand.IncludeAdministrators"/>), apps and portal customers, whoever is exempt (Add-ExternalExemption), and users who were given twice. What is so already is NoChange and is not sent.</para>
/// <para>Every command is a run with a log: Get-ExternalRun shows it, Resume-ExternalRun carries on after a crash or a stop, Undo-ExternalRun takes it back. A user that fails is an error, and the run goes on; after five failures in a row for the same reason the rest of that source is not attempted.</para>
/// </remarks>
/// <example>
/// <title>Empty a group of deactivated members</title>
/// <code>
/// Get-ExternalGroupMember -Source acme -Group jira-software-users | Where-Object Status -eq Deactivated | Remove-ExternalGroupMember -Group jira-software-users
/// </code>
/// <para>Asks, and removes the deactivated members from the group.</para>
/// </example>
/// <example>
/// <title>In a runbook, with a limit</title>
/// <code>
/// Import-Csv -Path leavers.csv | Remove-ExternalGroupMember -Source acme -Group vpn-users -MaxTargets 50 -Confirm:$false
/// </code>
/// <para>Asks nothing, and refuses the whole list if it has more than 50 users.</para>
/// </example>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="AddExternalGroupMemberCommand"/>
[Cmdlet(VerbsCommon.Remove, "ExternalGroupMember", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class RemoveExternalGroupMemberCommand : UserActionCommand
{
    /// <summary>The groups, by name, id or as objects.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [GroupArgument]
    [FreeText]
    public string[] Group { get; set; } = Array.Empty<string>();

    // The members of a group may be what the pipeline reads: a list that shrinks while it is read cannot be read to its end.
    private protected override bool WaitsForAll => true;

    private protected override RunRequest Request =>
        new()
        {
            Action = ExternalAction.RemoveGroupMember,
            IncludeAdministrators = IncludeAdministrators,
            Groups = Group,
        };
}
