using System;
using System.Linq;
using ExternalSources.Core.Common;

namespace ExternalSources.Binding;

/// <summary>
/// Takes a source type by its whole name only: PowerShell takes the beginning of one as well, and so a slip in a list for a type. What is no
/// type becomes <see cref="Unknown"/>, so that the command itself can say in which row of the list it stands; a binding error names no row.
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
