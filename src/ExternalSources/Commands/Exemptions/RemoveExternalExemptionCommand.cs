using System;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Commands.Sources;
using ExternalSources.Completion;
using ExternalSources.Core.Common;

namespace ExternalSources.Commands.Exemptions;

/// <summary>Removes exemptions from bulk actions.</summary>
/// <remarks>
/// <para>Actions then treat the users or the group like all others.</para>
/// </remarks>
/// <example>
/// <title>Remove an exemption</title>
/// <code>
/// Get-ExternalExemption -Value *@board.acme.example | Remove-ExternalExemption
/// </code>
/// <para>Asks for confirmation, then removes the exemption. In a runbook, add -Confirm:$false.</para>
/// </example>
/// <example>
/// <title>Show what would be removed</title>
/// <code>
/// Get-ExternalExemption -Kind Group | Remove-ExternalExemption -WhatIf
/// </code>
/// <para>Shows the exemptions of groups that the command would remove.</para>
/// </example>
/// <seealso cref="GetExternalExemptionCommand"/>
/// <seealso cref="AddExternalExemptionCommand"/>
[Cmdlet(VerbsCommon.Remove, "ExternalExemption", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveExternalExemptionCommand : SourceCommand
{
    /// <summary>The ids of the exemptions, or the exemptions as objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ExemptionArgument]
    [ExemptionCompleter]
    public Guid[] Id { get; set; } = Array.Empty<Guid>();

    /// <summary>Removes the exemptions.</summary>
    protected override void ProcessRecord()
    {
        foreach (var id in Id)
        {
            ForSource(id, () => Remove(id));
        }
    }

    private void Remove(Guid id)
    {
        var exemption = Repository.Exemptions.FirstOrDefault(one => one.Id == id)
            ?? throw new InvalidInputException("Id", $"There is no exemption {id}.", "Get-ExternalExemption lists the exemptions.");
        if (!Confirms(exemption.ToString(), "Remove the exemption from bulk actions"))
        {
            return;
        }

        Repository.ChangeExemptions(exemptions => exemptions.Where(one => one.Id != id));
    }
}
