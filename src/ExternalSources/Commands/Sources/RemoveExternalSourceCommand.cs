using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Completion;

namespace ExternalSources.Commands.Sources;

/// <summary>Removes external sources and their API keys.</summary>
/// <remarks>
/// <para>
/// The cmdlet asks for confirmation, then removes the key of each source from its vault and the source from the list. With <see cref="KeepSecret"/>, the
/// key stays in the vault. A missing key is not an error.
/// </para>
/// <para>The cmdlet never removes a secret that you named with New-ExternalSource -SecretName.</para>
/// <list type="alert">
/// <item><description>
/// The key stays valid until it expires or you revoke it. Revoke an organization API key at admin.atlassian.com and an API token at id.atlassian.com.
/// </description></item>
/// </list>
/// </remarks>
/// <example>
/// <title>Remove a source</title>
/// <code>
/// Remove-ExternalSource -Name acme-jira
/// </code>
/// <para>Asks for confirmation, then removes the source and its key.</para>
/// </example>
/// <example>
/// <title>Show what a wildcard would remove</title>
/// <code>
/// Remove-ExternalSource -Name test-* -WhatIf
/// </code>
/// <para>Shows the sources that the command would remove, and removes none.</para>
/// </example>
/// <example>
/// <title>Remove sources in a runbook and keep their keys</title>
/// <code>
/// Get-ExternalSource -Name old-* | Remove-ExternalSource -KeepSecret -Confirm:$false
/// </code>
/// <para>Removes the sources without confirmation. Their keys stay in their vaults.</para>
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

    /// <summary>Keeps the API key in its vault.</summary>
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
                    keepsKey ? "Remove external source and keep its API key" : "Remove external source and its API key"
                )
            )
            {
                ForSource(source.Name, () => Repository.Remove(source, KeepSecret));
            }
        }
    }
}
