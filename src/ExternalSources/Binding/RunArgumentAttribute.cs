using System.Management.Automation;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;

namespace ExternalSources.Binding;

/// <summary>Lets a run be given by its id or as the object.</summary>
internal sealed class RunArgumentAttribute : ObjectArgumentAttribute
{
    private protected override object? One(object? value) =>
        value switch
        {
            string id => id,
            ExternalRun run => run.Id,
            ExternalActionResult { Run: { } id } => id,
            _ => throw new ArgumentTransformationMetadataException("Give the id of a run, or a run.", new PSInvalidCastException()),
        };
}
