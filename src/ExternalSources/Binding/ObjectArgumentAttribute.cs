using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace ExternalSources.Commands;

/// <summary>Lets something be given by its name or id, or as the object; one of them or several.</summary>
internal abstract class ObjectArgumentAttribute : ArgumentTransformationAttribute
{
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Unwrap(inputData) switch
    {
        IEnumerable items and not string => items.Cast<object?>().Select(item => One(Unwrap(item))).ToArray(),
        var value => One(value),
    };

    /// <summary>The name or id of one.</summary>
    private protected abstract object? One(object? value);

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
