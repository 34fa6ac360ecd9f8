using System;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Commands.Sources;
using ExternalSources.Completion;
using ExternalSources.Core.Sources;

namespace ExternalSources.Commands.Exemptions;

/// <summary>Lists the exemptions from bulk actions.</summary>
/// <remarks>
/// <para>
/// An action skips the users that an exemption names. The result of each skipped user shows the reason. The exemptions are in the same file as the
/// sources.
/// </para>
/// </remarks>
/// <example>
/// <title>List all exemptions</title>
/// <code>
/// Get-ExternalExemption
/// </code>
/// <para>Shows the exemptions, their reasons, and who added them.</para>
/// </example>
/// <example>
/// <title>List exemptions by e-mail address</title>
/// <code>
/// Get-ExternalExemption -Kind Email -Value *@board.acme.example
/// </code>
/// <para>Lists the exemptions whose e-mail address ends with @board.acme.example.</para>
/// </example>
/// <seealso cref="AddExternalExemptionCommand"/>
/// <seealso cref="RemoveExternalExemptionCommand"/>
[Cmdlet(VerbsCommon.Get, "ExternalExemption")]
[OutputType(typeof(ExternalExemption))]
public sealed class GetExternalExemptionCommand : SourceCommand
{
    /// <summary>Returns only exemptions of this kind: User, Email or Group.</summary>
    /// <value>All kinds</value>
    [Parameter]
    public ExemptionKind Kind { get; set; }

    /// <summary>The account ids, e-mail addresses or groups that the exemptions name. Wildcards are permitted.</summary>
    /// <value>All values</value>
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
                // The text of an exemption finds it, even if the text contains wildcards.
                if (patterns.Any(pattern => pattern.IsMatch(exemption.Value)) || Value.Contains(exemption.Value, StringComparer.OrdinalIgnoreCase))
                {
                    WriteObject(exemption);
                }
            }
        });
}
