using System;
using System.Collections;
using System.Management.Automation;
using ExternalSources.Core.Sources;

namespace ExternalSources.Binding;

/// <summary>
/// Lets a source be given by its name, as the object, or as an entry of a list that tells it in a column Name, or else Source. An entry that does not is
/// taken with the names of its columns, so that the command can say so: as text it would be repeated with all that is in it, keys too.
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

    // Who has a name of their own is not the source that they are of: users that are piped to the wrong command must not cost it.
    private protected override object? Row(object entry) =>
        (Cell(entry, "Name") ?? Cell(entry, "Source")) is { } name && !string.IsNullOrWhiteSpace(name) ? name : NamelessRows.ToText(entry);

    /// <summary>What stands in a column; <see langword="null"/> where there is no such column.</summary>
    private static string? Cell(object entry, string column)
    {
        if ((entry is PSObject wrapped ? wrapped.BaseObject : entry) is IDictionary table)
        {
            return table.Contains(column) ? table[column]?.ToString() ?? string.Empty : null;
        }

        return PSObject.AsPSObject(entry).Properties[column] is { } property ? property.Value?.ToString() ?? string.Empty : null;
    }
}
