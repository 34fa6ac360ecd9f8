using System.Collections;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;

namespace ExternalSources.Binding;

/// <summary>Converts a group object, or a row with a column Group, Id, or Name, to its id or name. Objects from a file or another session are rows.</summary>
internal sealed class GroupArgumentAttribute : ObjectArgumentAttribute
{
    private static readonly string[] Columns = { "Group", "Id", "Name" };

    private protected override object? One(object? value) =>
        value switch
        {
            ExternalGroup group => group.Id,
            GroupReference group => group.Id,
            var other => other,
        };

    private protected override object? Row(object entry) =>
        entry is PSObject { BaseObject: not IDictionary } row
            ? Columns.Select(column => row.Properties[column]?.Value?.ToString()).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value))
            : base.Row(entry);
}
