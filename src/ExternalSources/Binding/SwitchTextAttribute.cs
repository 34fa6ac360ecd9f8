using System.Management.Automation;

namespace ExternalSources.Binding;

/// <summary>Converts the text of a cell to a switch, because a switch takes no text.</summary>
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
            // The message does not repeat the text: a person may have put a token in a column that is named after tokens.
            _ => throw new ArgumentTransformationMetadataException(
                "The text is neither true nor false. It is not shown, because it may be a key. Use true or false, or leave the cell empty. "
                    + "If the text is a key, revoke the key."
            ),
        };
    }
}
