using System;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Commands.Runs;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Actions;

/// <summary>Adds users to groups.</summary>
/// <remarks>
/// <para>Adds each user to each of the groups. Groups that an identity provider owns are skipped: their members are changed there.</para>
/// <para>By default these are skipped, each with its reason: accounts that a connected source uses itself, administrators (see <see cref="UserActionCommand.IncludeAdministrators"/>), apps and portal customers, whoever is exempt (Add-ExternalExemption), and users who were given twice. What is so already is NoChange and is not sent.</para>
/// <para>Every command is a run with a log: Get-ExternalRun shows it, Resume-ExternalRun carries on after a crash or a stop, Undo-ExternalRun takes it back. A user that fails is an error, and the run goes on; after five failures in a row for the same reason the rest of that source is not attempted.</para>
/// </remarks>
/// <example>
/// <title>Give a department Jira</title>
/// <code>
/// Get-ExternalUser -Source acme -EmailDomain design.acme.example | Add-ExternalGroupMember -Group jira-software-users
/// </code>
/// <para>Adds everybody with an address of that domain to the group.</para>
/// </example>
/// <example>
/// <title>See what would be done</title>
/// <code>
/// Import-Csv -Path joiners.csv | Add-ExternalGroupMember -Source acme-jira -Group jira-software-users -WhatIf
/// </code>
/// <para>Looks up the users of the list by its column Email or AccountId, and shows who would be added.</para>
/// </example>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="RemoveExternalGroupMemberCommand"/>
[Cmdlet(VerbsCommon.Add, "ExternalGroupMember", SupportsShouldProcess = true)]
[OutputType(typeof(ExternalActionResult))]
public sealed class AddExternalGroupMemberCommand : UserActionCommand
{
    /// <summary>The groups, by name, id or as objects.</summary>
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
