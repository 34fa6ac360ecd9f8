using System.Collections;
using System.Management.Automation;

namespace ExternalSources.Commands;

/// <summary>
/// Lets a source be given by its name, as the object, or as an entry of a list that tells it in a column Source or Name. An entry that does not is taken
/// with the names of its columns, so that the command can say so: as text it would be repeated with all that is in it, keys too.
/// </summary>
internal sealed class SourceNameArgumentAttribute : ObjectArgumentAttribute
{
    private protected override object? One(object? value) => value switch
    {
        null or string => value,
        ExternalSource source => source.Name,
        _ => Row(value),
    };

    private protected override object? Row(object entry) => (entry is PSObject { BaseObject: IDictionary table } ? table : entry) is IDictionary keys
        ? keys["Source"] as string ?? keys["Name"] as string ?? NamelessRows.ToText(entry)
        : Cell(entry, "Source") ?? Cell(entry, "Name") ?? NamelessRows.ToText(entry);

    private static string? Cell(object entry, string column) => PSObject.AsPSObject(entry).Properties[column]?.Value?.ToString();
}
