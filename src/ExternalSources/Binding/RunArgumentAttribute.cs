using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace ExternalSources.Commands;

/// <summary>Lets a run be given by its id or as the object.</summary>
internal sealed class RunArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is IEnumerable items and not string
            ? items.Cast<object?>().Select(item => One(item is PSObject element ? element.BaseObject : item)).ToArray()
            : One(value);
    }

    private static string One(object? value) => value switch
    {
        string id => id,
        ExternalRun run => run.Id,
        ExternalActionResult { Run: { } id } => id,
        _ => throw new ArgumentTransformationMetadataException("Give the id of a run, or a run.", new PSInvalidCastException()),
    };
}
