using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Binding;

/// <summary>
/// Converts a user object to its account id, and keeps text. A row of a list binds by its columns and becomes the names of its columns, so that the command
/// can report a row that names no user. PowerShell would ignore such a row.
/// </summary>
internal sealed class UserArgumentAttribute : ObjectArgumentAttribute
{
    private protected override object? One(object? value) =>
        value switch
        {
            string text => text,
            ExternalUser user => user.AccountId,
            EffectiveUser person => person.AccountId,
            ExternalActionResult { AccountId: { } id } => id,
            _ => string.Empty,
        };

    private protected override object? Row(object entry) => NamelessRows.ToText(entry);
}
