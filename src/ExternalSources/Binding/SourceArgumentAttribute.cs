using System.Management.Automation;
using ExternalSources.Core.Sources;

namespace ExternalSources.Binding;

/// <summary>
/// Converts a source, given by name or as an object, to its name. An empty cell of a list stays empty. All other values are refused, so that PowerShell binds
/// a piped row by its columns.
/// </summary>
internal sealed class SourceArgumentAttribute : ObjectArgumentAttribute
{
    private protected override object? One(object? value) =>
        value switch
        {
            null => string.Empty,
            string name => name,
            ExternalSource source => source.Name,
            _ => throw new ArgumentTransformationMetadataException(
                "The value is not a source. Use the name of a source, or a source from Get-ExternalSource.",
                new PSInvalidCastException()
            ),
        };
}
