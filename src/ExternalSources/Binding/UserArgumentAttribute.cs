using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Binding;

/// <summary>
/// Converts a user object to its account id, and keeps text. A row of a list binds by its columns and becomes the names of its columns, so that the command
/// can report a row that names no user. PowerShell would ignore such a row. The text of a user that a cmdlet listed has a mark.
/// </summary>
internal sealed class UserArgumentAttribute : ObjectArgumentAttribute
{
    private protected override object? One(object? value) =>
        value switch
        {
            string text => text,
            ExternalUser user => ListedUser.ToText(user.AccountId),
            EffectiveUser person => ListedUser.ToText(person.AccountId),
            ExternalActionResult { AccountId: { } id } => ListedUser.ToText(id),
            _ => string.Empty,
        };

    private protected override object? Row(object entry) =>
        ListedUser.IsRow(entry) ? ListedUser.ToText(NamelessRows.ToText(entry)) : NamelessRows.ToText(entry);
}
