using System;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Commands.Sources;
using ExternalSources.Completion;
using ExternalSources.Core.Sources;

namespace ExternalSources.Commands.Exemptions;

/// <summary>Lists what bulk actions leave alone.</summary>
/// <remarks>
/// <para>Whoever is exempt is Skipped by every action that the exemption holds for, with its reason. Exemptions are kept beside the sources, in the same file.</para>
/// </remarks>
/// <example>
/// <title>All exemptions</title>
/// <code>
/// Get-ExternalExemption
/// </code>
/// <para>Lists them, with their reasons and who added them.</para>
/// </example>
/// <example>
/// <title>Exemptions of users by address</title>
/// <code>
/// Get-ExternalExemption -Kind Email -Value *@board.acme.example
/// </code>
/// <para>Lists those whose pattern ends like this.</para>
/// </example>
/// <seealso cref="AddExternalExemptionCommand"/>
/// <seealso cref="RemoveExternalExemptionCommand"/>
[Cmdlet(VerbsCommon.Get, "ExternalExemption")]
[OutputType(typeof(ExternalExemption))]
public sealed class GetExternalExemptionCommand : SourceCommand
{
    /// <summary>Only exemptions of this kind: User, Email or Group.</summary>
    /// <value>All kinds</value>
    [Parameter]
    public ExemptionKind Kind { get; set; }

    /// <summary>What the exemptions name. Wildcards are permitted.</summary>
    /// <value>Anything</value>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ExemptionCompleter]
    public string[] Value { get; set; } = { "*" };

    /// <summary>Writes the exemptions.</summary>
    protected override void ProcessRecord() => ForSource(null, () =>
        {
            var patterns = Value.Select(value => new WildcardPattern(value, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant)).ToArray();
            foreach (var exemption in Repository.Exemptions)
            {
                if (MyInvocation.BoundParameters.ContainsKey(nameof(Kind)) && exemption.Kind != Kind)
                {
                    continue;
                }
                // A pattern that is an exemption's own text finds it, whatever wildcards it has.
                if (patterns.Any(pattern => pattern.IsMatch(exemption.Value)) || Value.Contains(exemption.Value, StringComparer.OrdinalIgnoreCase))
                {
                    WriteObject(exemption);
                }
            }
        });
}
