using System.Management.Automation;
using ExternalSources.Core.Sources;

namespace ExternalSources.Binding;

/// <summary>
/// Lets a source be given by its name or as the object; an empty cell of a list stays empty. Anything else is declined, so that a row of a list on
/// the pipeline binds by its columns instead of being taken, whole, for the name of a source.
/// </summary>
internal sealed class SourceArgumentAttribute : ObjectArgumentAttribute
{
    private protected override object? One(object? value) =>
        value switch
        {
            null => string.Empty,
            string name => name,
            ExternalSource source => source.Name,
            _ => throw new ArgumentTransformationMetadataException("Give the name of a source, or a source.", new PSInvalidCastException()),
        };
}
