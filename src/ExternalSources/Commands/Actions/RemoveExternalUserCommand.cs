using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
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
/// <para>In an organization it deletes the managed account, everywhere at Atlassian. For 14 days Restore-ExternalUser (or Undo-ExternalRun) cancels that; then it is for good. With <see cref="FromDirectory"/> it only removes the user from a directory, with all groups and roles there.</para>
/// <para>From a Jira Cloud site it removes the user; the account stays what it is elsewhere. Users who were removed from a directory or a site have to be invited again to come back. As the two are so different, one command takes users of organizations or of sites, and refuses both together. It begins when everybody has come down the pipeline.</para>
/// <para>By default these are skipped, each with its reason: accounts that a connected source uses itself, administrators (see <see cref="UserActionCommand.IncludeAdministrators"/>), apps and portal customers, accounts that an identity provider manages (see <see cref="IncludeSynced"/>), whoever is exempt (Add-ExternalExemption), and users who were given twice. What is so already is NoChange and is not sent.</para>
/// <para>Every command is a run with a log: Get-ExternalRun shows it, Resume-ExternalRun carries on after a crash or a stop, Undo-ExternalRun cancels deletions, but brings nobody back to a directory or a site. A user that fails is an error, and the run goes on; after five failures in a row for the same reason the rest of that source is not attempted.</para>
/// </remarks>
/// <example>
/// <title>Delete an account</title>
/// <code>
/// Remove-ExternalUser -Source acme -User dana@acme.example
/// </code>
/// <para>Asks, and deletes the managed account; for 14 days that can be cancelled.</para>
/// </example>
/// <example>
/// <title>Remove deactivated people from a site</title>
/// <code>
/// Get-ExternalUser -Source acme-jira -Status Deactivated | Remove-ExternalUser -WhatIf
/// </code>
/// <para>Shows who would be removed from the site.</para>
/// </example>
/// <example>
/// <title>Remove guests from the organization's directory</title>
/// <code>
/// Get-ExternalUser -Source acme -Managed:$false -NeverActive -InactiveFor 90 -Status Active | Remove-ExternalUser -FromDirectory -Directory Acme -MaxTargets 20
/// </code>
/// <para>Asks, and removes the guests who have been there for 90 days and were never active, if they are not more than 20. Without -InactiveFor it would remove whoever was invited yesterday.</para>
/// </example>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="RestoreExternalUserCommand"/>
/// <seealso cref="DisableExternalUserCommand"/>
[Cmdlet(VerbsCommon.Remove, "ExternalUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class RemoveExternalUserCommand : UserActionCommand
{
    /// <summary>Removes the users from a directory of the organization, and leaves their accounts alone.</summary>
    [Parameter]
    public SwitchParameter FromDirectory { get; set; }

    /// <summary>The directory for -FromDirectory, by name or id. It must be given where an organization has several.</summary>
    /// <value>The organization's only directory</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string? Directory { get; set; }

    /// <summary>Acts on accounts that an identity provider manages, too, although it will undo the change at its next synchronization unless it is made there as well.</summary>
    [Parameter]
    public SwitchParameter IncludeSynced { get; set; }

    private protected override bool WaitsForAll => true;

    /// <summary>Looks at what was given on the command line.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // Somebody who names a directory does not mean the account itself.
        if (Directory is not null && !FromDirectory)
        {
            ThrowTerminatingError(
                new InvalidInputException(
                    "Directory",
                    "-Directory goes with -FromDirectory; without it the accounts themselves would be deleted. Nothing was changed.",
                    "Add -FromDirectory, or leave out -Directory."
                ).ToRecord(Directory)
            );
        }
    }

    private protected override void Review(IReadOnlyCollection<Candidate> users)
    {
        // Deleting accounts and taking people off a site are two things, and one of them cannot be what was meant.
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
                    $"The users are of organizations, whose accounts would be deleted ({string.Join(", ", types[SourceType.Access])}), and of sites, which would only let them go ({string.Join(", ", types[SourceType.JiraCloud])}). Nothing was changed.",
                    "Give -Source with sources of one type: to Get-ExternalUser, or here where users are named."
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
