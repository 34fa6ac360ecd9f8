using System.Management.Automation;

namespace ExternalSources.Commands;

/// <summary>Lets an empty cell of a CSV mean "not given" where a parameter's type has no empty value.</summary>
internal sealed class EmptyIsNullAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text && string.IsNullOrWhiteSpace(text) ? null : inputData;
}
