using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Completion;

namespace ExternalSources.Commands.Sources;

/// <summary>Removes external sources and their API keys.</summary>
/// <remarks>
/// <para>Asks for each source, then removes its key from the vault and the source from the list. With <see cref="KeepSecret"/> the key stays in the vault. A key that is gone already is not an error.</para>
/// <para>A secret that you named yourself, with New-ExternalSource -SecretName, is yours: it is never removed.</para>
/// <list type="alert">
/// <item><description>The key itself stays valid until it expires or is revoked. Revoke it where it was made: admin.atlassian.com for an organization, id.atlassian.com for an API token.</description></item>
/// </list>
/// </remarks>
/// <example>
/// <title>Remove a source</title>
/// <code>
/// Remove-ExternalSource -Name acme-jira
/// </code>
/// <para>Asks, then removes the source and its key.</para>
/// </example>
/// <example>
/// <title>See what a wildcard would remove</title>
/// <code>
/// Remove-ExternalSource -Name test-* -WhatIf
/// </code>
/// <para>Shows which sources would be removed, and removes none.</para>
/// </example>
/// <example>
/// <title>In a runbook, without being asked, and keep the key</title>
/// <code>
/// Get-ExternalSource -Name old-* | Remove-ExternalSource -KeepSecret -Confirm:$false
/// </code>
/// <para>Removes the sources from the list; their keys stay in their vaults.</para>
/// </example>
/// <seealso cref="GetExternalSourceCommand"/>
/// <seealso cref="NewExternalSourceCommand"/>
[Cmdlet(VerbsCommon.Remove, "ExternalSource", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveExternalSourceCommand : SourceCommand
{
    /// <summary>The names of the sources to remove. Wildcards are permitted.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [SourceNameArgument]
    [SourceNameCompleter]
    public string[] Name { get; set; } = System.Array.Empty<string>();

    /// <summary>Leaves the API key in its vault.</summary>
    [Parameter]
    public SwitchParameter KeepSecret { get; set; }

    /// <summary>Removes the sources that the names select.</summary>
    protected override void ProcessRecord()
    {
        foreach (var source in SelectSources(Name))
        {
            var keepsKey = KeepSecret || source.ForeignSecret;
            if (
                Confirms(
                    $"{source.Name} ({source.Type}, {source.Url})",
                    keepsKey ? "Remove external source, keep its API key" : "Remove external source and its API key"
                )
            )
            {
                ForSource(source.Name, () => Repository.Remove(source, KeepSecret));
            }
        }
    }
}
