using System;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Commands.Groups;
using ExternalSources.Commands.Runs;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Actions;

/// <summary>Adds users to groups.</summary>
/// <remarks>
/// <para>
/// The Add-ExternalGroupMember cmdlet adds each user to each of the specified groups. It sends one request for each user and group that has to change. It
/// skips groups that an identity provider owns. Change the members of those groups in the identity provider.
/// </para>
/// <para>
/// By default, the cmdlet skips these users and returns the reason for each: accounts that a connected source uses to sign in, administrators (see
/// <see cref="UserActionCommand.IncludeAdministrators"/>), apps and portal customers, accounts of unknown type (see
/// <see cref="UserActionCommand.AccountId"/>), users with an exemption (see Add-ExternalExemption), and users that the input names twice. If a user
/// already has the requested state, the outcome is NoChange and the cmdlet sends no request.
/// </para>
/// <para>
/// Each command is a run with a log. Get-ExternalRun lists runs, and Resume-ExternalRun continues a run that stopped early. Undo-ExternalRun reverses a
/// run. If a user fails, the cmdlet writes an error and continues with the next user. After five consecutive failures for the same reason, it does not
/// attempt the remaining users of that source.
/// </para>
/// </remarks>
/// <example>
/// <title>Give a department access to Jira</title>
/// <code>
/// Get-ExternalUser -Source acme -EmailDomain design.acme.example | Add-ExternalGroupMember -Group jira-software-users
/// </code>
/// <para>This command adds all users with an e-mail address in the domain design.acme.example to the group jira-software-users.</para>
/// </example>
/// <example>
/// <title>Preview the users that a CSV file adds</title>
/// <code>
/// Import-Csv -Path joiners.csv | Add-ExternalGroupMember -Source acme-jira -Group jira-software-users -WhatIf
/// </code>
/// <para>This command shows which users it would add to the group, and changes nothing. It finds each user by the column AccountId or Email of the file.</para>
/// </example>
/// <input cref="string">
/// You can pipe users from Get-ExternalUser or Get-ExternalGroupMember, results of an earlier action, account ids, and e-mail addresses to this cmdlet.
/// </input>
/// <output cref="ExternalActionResult">
/// This cmdlet returns one result for each user and group, with the outcome and its reason. With -WhatIf or -PlanPath, the outcome of a planned change is
/// WhatIf.
/// </output>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalGroupCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="RemoveExternalGroupMemberCommand"/>
/// <seealso cref="SyncExternalGroupMemberCommand"/>
[Cmdlet(VerbsCommon.Add, "ExternalGroupMember", SupportsShouldProcess = true)]
[OutputType(typeof(ExternalActionResult))]
public sealed class AddExternalGroupMemberCommand : UserActionCommand
{
    /// <summary>Specifies the groups, by name, by id, or as objects. Wildcard characters are not permitted.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [GroupArgument]
    [FreeText]
    public string[] Group { get; set; } = Array.Empty<string>();

    private protected override RunRequest Request =>
        new()
        {
            Action = ExternalAction.AddGroupMember,
            IncludeAdministrators = IncludeAdministrators,
            Groups = Group,
        };
}
