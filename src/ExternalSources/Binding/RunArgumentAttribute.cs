using System.Management.Automation;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;

namespace ExternalSources.Binding;

/// <summary>Converts a run, given by id or as an object, to its id.</summary>
internal sealed class RunArgumentAttribute : ObjectArgumentAttribute
{
    private protected override object? One(object? value) =>
        value switch
        {
            string id => id,
            ExternalRun run => run.Id,
            ExternalActionResult { Run: { } id } => id,
            _ => throw new ArgumentTransformationMetadataException(
                "The value is not a run. Use the id of a run, or a run from Get-ExternalRun.",
                new PSInvalidCastException()
            ),
        };
}
