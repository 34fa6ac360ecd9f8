using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Commands.Groups;
using ExternalSources.Commands.Runs;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;
using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Errors;

namespace ExternalSources.Commands.Actions;

/// <summary>Deletes managed accounts, or removes users from a directory or a site.</summary>
/// <remarks>
/// <para>
/// The effect of the Remove-ExternalUser cmdlet depends on the type of the source. In an organization, it deletes managed accounts at Atlassian. For 14
/// days, Restore-ExternalUser or Undo-ExternalRun can cancel the deletion. After that, the deletion is permanent. With <see cref="FromDirectory"/>, the
/// cmdlet removes users only from one directory of the organization, with all their groups and roles in it.
/// </para>
/// <para>
/// On a Jira Cloud site, the cmdlet removes users from the site. Their Atlassian accounts stay unchanged. To return to a directory or a site, a removed
/// user needs a new invitation. Because the effects differ, one command cannot remove users from organizations and sites together.
/// </para>
/// <para>
/// By default, the cmdlet skips these users and returns the reason for each: accounts that a connected source uses to sign in, administrators (see
/// <see cref="UserActionCommand.IncludeAdministrators"/>), apps and portal customers, accounts of unknown type (see
/// <see cref="UserActionCommand.AccountId"/>), accounts that an identity provider manages (see <see cref="IncludeSynced"/>), users with an exemption (see
/// Add-ExternalExemption), and users that the input names twice. If a user already has the requested state, the outcome is NoChange and the cmdlet sends
/// no request.
/// </para>
/// <para>
/// Each command is a run with a log. Get-ExternalRun lists runs, and Resume-ExternalRun continues a run that stopped early. Undo-ExternalRun cancels
/// deletions within 14 days. It cannot return users to a directory or a site. If a user fails, the cmdlet writes an error and continues with the next user.
/// After five consecutive failures for the same reason, it does not attempt the remaining users of that source.
/// </para>
/// <list type="alert">
/// <item>
/// <description>
/// This cmdlet prompts before each change. If nobody can answer, the command fails before the first change. In a script, use -Confirm:$false.
/// </description>
/// </item>
/// <item><description>Changes begin after all piped users have arrived.</description></item>
/// </list>
/// </remarks>
/// <example>
/// <title>Delete an account</title>
/// <code>
/// Remove-ExternalUser -Source acme -User dana@acme.example
/// </code>
/// <para>This command prompts for confirmation, and then deletes the managed account. You can cancel the deletion for 14 days.</para>
/// </example>
/// <example>
/// <title>Preview the deactivated users to remove from a site</title>
/// <code>
/// Get-ExternalUser -Source acme-jira -Status Deactivated | Remove-ExternalUser -WhatIf
/// </code>
/// <para>This command shows which deactivated users it would remove from the site acme-jira, and changes nothing.</para>
/// </example>
/// <example>
/// <title>Remove guests who were never active from a directory</title>
/// <code>
/// Get-ExternalUser -Source acme -Managed:$false -NeverActive -InactiveFor 90 -Status Active |
///     Remove-ExternalUser -FromDirectory -Directory Acme -MaxTargets 20
/// </code>
/// <para>
/// This command prompts for confirmation, and then removes the guests who joined at least 90 days ago and were never active. If it finds more than 20
/// guests, it fails and removes nobody. Without -InactiveFor, it would also remove guests who were invited recently.
/// </para>
/// </example>
/// <input cref="string">
/// You can pipe users from Get-ExternalUser or Get-ExternalGroupMember, results of an earlier action, account ids, and e-mail addresses to this cmdlet.
/// </input>
/// <output cref="ExternalActionResult">
/// This cmdlet returns one result for each user, with the outcome and its reason. With -WhatIf or -PlanPath, the outcome of a planned change is WhatIf.
/// </output>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="GetExternalDirectoryCommand"/>
/// <seealso cref="RestoreExternalUserCommand"/>
/// <seealso cref="DisableExternalUserCommand"/>
[Cmdlet(VerbsCommon.Remove, "ExternalUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class RemoveExternalUserCommand : UserActionCommand
{
    /// <summary>Indicates that the cmdlet removes the users from a directory of the organization and does not delete their accounts.</summary>
    [Parameter]
    public SwitchParameter FromDirectory { get; set; }

    /// <summary>
    /// Specifies the directory for <see cref="FromDirectory"/>, by name or id. This parameter is required if the organization has more than one directory.
    /// To list the directories, use Get-ExternalDirectory.
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

    private protected override bool WaitsForAll => true;

    /// <summary>Checks the parameters of the command line.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // A person who names a directory does not expect the accounts to be deleted.
        if (Directory is not null && !FromDirectory)
        {
            ThrowTerminatingError(
                new InvalidInputException(
                    "Directory",
                    "-Directory requires -FromDirectory. Without -FromDirectory, the cmdlet deletes the accounts. Nothing was changed.",
                    "To remove the users from the directory, add -FromDirectory. To delete their accounts, leave out -Directory."
                ).ToRecord(Directory)
            );
        }
    }

    private protected override void Review(IReadOnlyCollection<Candidate> users)
    {
        // Deletion and removal from a site differ so much that one command cannot mean both.
        var types = users
            .Select(user => user.Source.Trim())
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(OpenRepository().Find)
            .OfType<ExternalSource>()
            .ToLookup(source => source.Type, source => source.Name);
        if (!FromDirectory && types.Count > 1)
        {
            ThrowTerminatingError(
                new InvalidInputException(
                    "Source",
                    $"The users are from organizations ({string.Join(", ", types[SourceType.Access])}), where the command would delete their accounts, "
                        + $"and from sites ({string.Join(", ", types[SourceType.JiraCloud])}), where it would only remove them. Nothing was changed.",
                    "Run one command for the organizations and one for the sites. Select the sources with -Source."
                ).ToRecord(null)
            );
        }
    }

    private protected override RunRequest Request =>
        new()
        {
            Action = FromDirectory ? ExternalAction.RemoveUserFromDirectory : ExternalAction.RemoveUser,
            IncludeAdministrators = IncludeAdministrators,
            IncludeSynced = IncludeSynced,
            Directory = Directory,
        };
}
