using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace ExternalSources.Commands;

/// <summary>Lets a group be given by its name, its id, or as the object.</summary>
internal sealed class GroupArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is IEnumerable items and not string
            ? items.Cast<object?>().Select(One).ToArray()
            : One(value);
    }

    private static object? One(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        ExternalGroup group => group.Id,
        GroupReference group => group.Id,
        var other => other,
    };
}
