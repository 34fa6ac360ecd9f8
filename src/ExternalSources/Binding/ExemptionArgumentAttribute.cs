using System;
using System.Management.Automation;
using ExternalSources.Core.Sources;

namespace ExternalSources.Binding;

/// <summary>Converts an exemption, given by id or as an object, to its id.</summary>
internal sealed class ExemptionArgumentAttribute : ObjectArgumentAttribute
{
    private protected override object? One(object? value) =>
        value switch
        {
            Guid id => id,
            ExternalExemption exemption => exemption.Id,
            string text when Guid.TryParse(text, out var id) => id,
            _ => throw new ArgumentTransformationMetadataException(
                $"'{value}' is not the id of an exemption. Find the exemption with Get-ExternalExemption, and pipe it to this cmdlet."
            ),
        };
}
