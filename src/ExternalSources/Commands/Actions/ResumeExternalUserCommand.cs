using System.Management.Automation;
using ExternalSources.Commands.Runs;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Actions;

/// <summary>Gives suspended users their access to a directory back.</summary>
/// <remarks>
/// <para>Groups and roles are as they were before the user was suspended.</para>
/// <para>By default these are skipped, each with its reason: accounts that a connected source uses itself, administrators (see <see cref="UserActionCommand.IncludeAdministrators"/>), apps and portal customers, accounts that an identity provider manages (see <see cref="IncludeSynced"/>), whoever is exempt (Add-ExternalExemption), and users who were given twice. What is so already is NoChange and is not sent.</para>
/// <para>Every command is a run with a log: Get-ExternalRun shows it, Resume-ExternalRun carries on after a crash or a stop, Undo-ExternalRun takes it back. A user that fails is an error, and the run goes on; after five failures in a row for the same reason the rest of that source is not attempted.</para>
/// </remarks>
/// <example>
/// <title>Give access back</title>
/// <code>
/// Resume-ExternalUser -Source acme -User guest@partner.example -Directory Acme
/// </code>
/// <para>Gives the guest's access back.</para>
/// </example>
/// <example>
/// <title>Everybody who is suspended</title>
/// <code>
/// Get-ExternalUser -Source acme -Status Suspended | Resume-ExternalUser -Directory Acme -WhatIf
/// </code>
/// <para>Shows who would get access back.</para>
/// </example>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="SuspendExternalUserCommand"/>
[Cmdlet(VerbsLifecycle.Resume, "ExternalUser", SupportsShouldProcess = true)]
[OutputType(typeof(ExternalActionResult))]
public sealed class ResumeExternalUserCommand : UserActionCommand
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
            Action = ExternalAction.ResumeUser,
            IncludeAdministrators = IncludeAdministrators,
            IncludeSynced = IncludeSynced,
            Directory = Directory,
        };
}
