using System;
using System.Collections;
using System.Management.Automation;

namespace ExternalSources.Commands;

/// <summary>
/// Lets a source be given by its name, as the object, or as an entry of a list that tells it in a column Name, or else Source. An entry that does not is
/// taken with the names of its columns, so that the command can say so: as text it would be repeated with all that is in it, keys too.
/// </summary>
internal sealed class SourceNameArgumentAttribute : ObjectArgumentAttribute
{
    private protected override object? One(object? value) => value switch
    {
        null or string or ValueType => value,
        ExternalSource source => source.Name,
        _ => Row(value),
    };

    // Who has a name of their own is not the source that they are of: users that are piped to the wrong command must not cost it.
    private protected override object? Row(object entry) => (Cell(entry, "Name", out var hasName) ?? (hasName ? null : Cell(entry, "Source", out _))) ?? NamelessRows.ToText(entry);

    private static string? Cell(object entry, string column, out bool exists)
    {
        var table = (entry is PSObject wrapped ? wrapped.BaseObject : entry) as IDictionary;
        var property = table is null ? PSObject.AsPSObject(entry).Properties[column] : null;
        exists = table is null ? property is not null : table.Contains(column);
        var text = (table is null ? property?.Value : table[column])?.ToString();
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
