using System;
using System.Management.Automation;
using ExternalSources.Commands.Runs;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Actions;

/// <summary>Takes application access away from users, which frees their seats.</summary>
/// <remarks>
/// <para>Removes each user from every group that grants the application; that is how Atlassian gives and takes access. There is a result for each group that a user leaves. Without <see cref="Application"/> users lose every application, and the groups that grant none stay as they are. A group of which the service does not tell what it grants is Failed for whoever is in it, and is not left: access may be left there. Resume-ExternalRun looks at it again. It begins when everybody has come down the pipeline.</para>
/// <para>By default these are skipped, each with its reason: accounts that a connected source uses itself, administrators (see <see cref="UserActionCommand.IncludeAdministrators"/>), apps and portal customers, whoever is exempt (Add-ExternalExemption), and users who were given twice. What is so already is NoChange and is not sent.</para>
/// <para>Every command is a run with a log: Get-ExternalRun shows it, Resume-ExternalRun carries on after a crash or a stop, Undo-ExternalRun takes it back. A user that fails is an error, and the run goes on; after five failures in a row for the same reason the rest of that source is not attempted.</para>
/// </remarks>
/// <example>
/// <title>Get seats back from people who were inactive for 90 days</title>
/// <code>
/// Get-ExternalUser -Source acme -Application jira-software -InactiveFor 90 -Status Active | Revoke-ExternalUserAccess -Application jira-software -PlanPath seats.json
/// </code>
/// <para>Writes a plan of who would lose Jira. Invoke-ExternalPlan does it once somebody has looked at it.</para>
/// </example>
/// <example>
/// <title>Take everything away from the people of a list</title>
/// <code>
/// Import-Csv -Path leavers.csv | Revoke-ExternalUserAccess -Source acme-jira -Confirm:$false
/// </code>
/// <para>Removes the users from every group that grants an application of the site.</para>
/// </example>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="RemoveExternalGroupMemberCommand"/>
[Cmdlet(VerbsSecurity.Revoke, "ExternalUserAccess", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class RevokeExternalUserAccessCommand : UserActionCommand
{
    /// <summary>The keys of the applications, such as jira-software.</summary>
    /// <value>All applications</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ApplicationCompleter]
    public string[] Application { get; set; } = Array.Empty<string>();

    // The members of a group may be what the pipeline reads: a list that shrinks while it is read cannot be read to its end.
    private protected override bool WaitsForAll => true;

    private protected override RunRequest Request =>
        new()
        {
            Action = ExternalAction.RevokeUserAccess,
            IncludeAdministrators = IncludeAdministrators,
            Applications = Application,
        };
}
