using System;
using System.Management.Automation;
using ExternalSources.Core.Sources;

namespace ExternalSources.Binding;

/// <summary>Lets an exemption be given by its id or as the object.</summary>
internal sealed class ExemptionArgumentAttribute : ObjectArgumentAttribute
{
    private protected override object? One(object? value) =>
        value switch
        {
            Guid id => id,
            ExternalExemption exemption => exemption.Id,
            string text when Guid.TryParse(text, out var id) => id,
            _ => throw new ArgumentTransformationMetadataException(
                $"'{value}' is not the id of an exemption. Get-ExternalExemption finds exemptions by what they name; pipe them on."
            ),
        };
}
