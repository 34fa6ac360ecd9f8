namespace ExternalSources.Commands;

/// <summary>Lets a group be given by its name, its id, or as the object.</summary>
internal sealed class GroupArgumentAttribute : ObjectArgumentAttribute
{
    private protected override object? One(object? value) => value switch
    {
        ExternalGroup group => group.Id,
        GroupReference group => group.Id,
        var other => other,
    };
}
