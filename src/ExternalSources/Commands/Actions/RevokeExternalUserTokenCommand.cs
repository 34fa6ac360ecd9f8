using System.Management.Automation;
using ExternalSources.Commands.Runs;
using ExternalSources.Commands.Users;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Actions;

/// <summary>Revokes all API tokens of managed accounts.</summary>
/// <remarks>
/// <para>Whatever uses the tokens stops working at once. Tokens cannot be given back; their owners make new ones.</para>
/// <para>By default these are skipped, each with its reason: accounts that a connected source uses itself, administrators (see <see cref="UserActionCommand.IncludeAdministrators"/>), apps and portal customers, whoever is exempt (Add-ExternalExemption), and users who were given twice. What is so already is NoChange and is not sent.</para>
/// <para>Every command is a run with a log: Get-ExternalRun shows it, Resume-ExternalRun carries on after a crash or a stop, and it cannot be taken back. A user that fails is an error, and the run goes on; after five failures in a row for the same reason the rest of that source is not attempted.</para>
/// </remarks>
/// <example>
/// <title>Revoke the tokens of leavers</title>
/// <code>
/// Import-Csv -Path leavers.csv | Revoke-ExternalUserToken -Source acme -Confirm:$false
/// </code>
/// <para>Revokes all API tokens of the accounts in the list.</para>
/// </example>
/// <example>
/// <title>Look first</title>
/// <code>
/// Get-ExternalUser -Source acme -Status Deactivated | Revoke-ExternalUserToken -WhatIf
/// </code>
/// <para>Shows whose tokens would be revoked.</para>
/// </example>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="DisableExternalUserCommand"/>
[Cmdlet(VerbsSecurity.Revoke, "ExternalUserToken", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class RevokeExternalUserTokenCommand : UserActionCommand
{
    private protected override RunRequest Request => new() { Action = ExternalAction.RevokeUserToken, IncludeAdministrators = IncludeAdministrators };
}
