using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace ExternalSources.Binding;

/// <summary>The base of the attributes that convert objects, and lists of objects, to the values that a parameter takes.</summary>
internal abstract class ObjectArgumentAttribute : ArgumentTransformationAttribute
{
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Unwrap(inputData) switch
        {
            IEnumerable items and not (string or IDictionary) => items.Cast<object?>().Select(Take).ToArray(),
            _ => Take(inputData),
        };

    /// <summary>Converts one value.</summary>
    private protected abstract object? One(object? value);

    /// <summary>Converts a row of a list.</summary>
    private protected virtual object? Row(object entry) => One(Unwrap(entry));

    private object? Take(object? entry) =>
        Unwrap(entry) switch
        {
            PSCustomObject or IDictionary => Row(entry!),
            var value => One(value),
        };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
