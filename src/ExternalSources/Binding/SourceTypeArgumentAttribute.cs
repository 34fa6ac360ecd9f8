using System;
using System.Linq;
using ExternalSources.Core.Common;

namespace ExternalSources.Binding;

/// <summary>
/// Converts the full name of a source type. PowerShell also accepts the start of a name, so a typing error in a list could become a type. Other text becomes
/// <see cref="Unknown"/>, so that the command can name the row of the list. A binding error names no row.
/// </summary>
internal sealed class SourceTypeArgumentAttribute : ObjectArgumentAttribute
{
    /// <summary>The value for text that names no type.</summary>
    public const SourceType Unknown = (SourceType)(-1);

    public static InvalidInputException Error =>
        new("Type", $"The source type is unknown. The types are {string.Join(", ", Enum.GetNames(typeof(SourceType)))}.", "Use the full name of a type.");

    private protected override object? One(object? value) =>
        value switch
        {
            null => Unknown,
            string text => Enum.GetNames(typeof(SourceType)).FirstOrDefault(name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } name
                ? Enum.Parse(typeof(SourceType), name)
                : Unknown,
            _ => value,
        };
}
