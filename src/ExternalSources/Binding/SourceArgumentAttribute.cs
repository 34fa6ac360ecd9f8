using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;

namespace ExternalSources.Commands;

/// <summary>
/// Lets a source be given by its name or as the object. Anything else is declined, so that a row of a list on the pipeline binds by its
/// columns instead of being taken, whole, for the name of a source.
/// </summary>
internal sealed class SourceArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is string or not IEnumerable)
            return One(value);
        var names = new List<string>();
        foreach (var item in (IEnumerable)value)
            names.Add(One(item is PSObject element ? element.BaseObject : item));
        return names.ToArray();
    }

    private static string One(object? value) => value switch
    {
        string name => name,
        ExternalSource source => source.Name,
        _ => throw new ArgumentTransformationMetadataException("Give the name of a source, or a source.", new PSInvalidCastException()),
    };
}
