using System.Management.Automation;
using System.Security;

namespace ExternalSources.Binding;

/// <summary>Refuses a key that is text, without repeating it, and explains what to do. PowerShell reports only that it cannot convert the value.</summary>
internal sealed class KeyArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            null => null,
            SecureString key => key,
            _ => throw new ArgumentTransformationMetadataException(
                "A key cannot be text, because text stays in histories and logs. To enter the key, use -ApiKey (Read-Host -AsSecureString). "
                    + "To use a secret in a vault, use -SecretName. "
                    + "To use an environment variable, use [System.Net.NetworkCredential]::new('', $env:X).SecurePassword."
            ),
        };
}
