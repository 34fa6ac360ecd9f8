using System.Management.Automation;
using System.Security;

namespace ExternalSources.Binding;

/// <summary>Says what to do where a key is given as text, and does not repeat it; PowerShell says only that it cannot convert it.</summary>
internal sealed class KeyArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            null => null,
            SecureString key => key,
            _ => throw new ArgumentTransformationMetadataException(
                "A key is not taken as text, which stays in histories and logs. Give it with -ApiKey (Read-Host -AsSecureString), or name the secret of a vault that holds it with -SecretName. From a runbook's variable take it with [System.Net.NetworkCredential]::new('', $env:X).SecurePassword."
            ),
        };
}
