using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace ExternalSources.Binding;

/// <summary>Lets something be given in a form of its own, such as its name or the object itself; one of them or several.</summary>
internal abstract class ObjectArgumentAttribute : ArgumentTransformationAttribute
{
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Unwrap(inputData) switch
        {
            IEnumerable items and not (string or IDictionary) => items.Cast<object?>().Select(Take).ToArray(),
            _ => Take(inputData),
        };

    /// <summary>What the parameter takes for one of them.</summary>
    private protected abstract object? One(object? value);

    /// <summary>What the parameter takes for a row of a list.</summary>
    private protected virtual object? Row(object entry) => One(Unwrap(entry));

    private object? Take(object? entry) =>
        Unwrap(entry) switch
        {
            PSCustomObject or IDictionary => Row(entry!),
            var value => One(value),
        };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
