using System.Collections;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;

namespace ExternalSources.Binding;

/// <summary>Lets a group be given by its name, its id, or as the object, also one that was in a file or another session.</summary>
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
