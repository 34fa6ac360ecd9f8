using System.Management.Automation;

namespace ExternalSources.Binding;

/// <summary>Lets a cell of a CSV turn a switch on or off: a switch takes no text by itself.</summary>
internal sealed class SwitchTextAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not string text)
        {
            return inputData;
        }

        return text.Trim().ToUpperInvariant() switch
        {
            "" or "FALSE" or "NO" or "0" => false,
            "TRUE" or "YES" or "1" => true,
            // Not repeated: in a column that is called after a token somebody may have put the token.
            _ => throw new ArgumentTransformationMetadataException(
                "The text is neither true nor false, and is not shown here, as it may be a key. Give true or false, or leave it empty; if a key was in it, revoke it."
            ),
        };
    }
}
