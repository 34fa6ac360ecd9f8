using System;
using System.Collections;
using System.Management.Automation;
using ExternalSources.Core.Sources;

namespace ExternalSources.Binding;

/// <summary>
/// Converts a source, given by name, as an object, or as a row with a column Name or Source, to its name. For any other row, it returns only the names of the
/// columns, so that the command can report the row without repeating its values, which may be keys.
/// </summary>
internal sealed class SourceNameArgumentAttribute : ObjectArgumentAttribute
{
    private protected override object? One(object? value) =>
        value switch
        {
            null or string or ValueType => value,
            ExternalSource source => source.Name,
            _ => Row(value),
        };

    // Name comes first: a user also has a Source, and a user that is piped to the wrong cmdlet must not select the source.
    private protected override object? Row(object entry) =>
        (Cell(entry, "Name") ?? Cell(entry, "Source")) is { } name && !string.IsNullOrWhiteSpace(name) ? name : NamelessRows.ToText(entry);

    /// <summary>The text of a column; <see langword="null"/> if there is no such column.</summary>
    private static string? Cell(object entry, string column)
    {
        if ((entry is PSObject wrapped ? wrapped.BaseObject : entry) is IDictionary table)
        {
            return table.Contains(column) ? table[column]?.ToString() ?? string.Empty : null;
        }

        return PSObject.AsPSObject(entry).Properties[column] is { } property ? property.Value?.ToString() ?? string.Empty : null;
    }
}
