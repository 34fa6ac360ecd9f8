using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Binding;

/// <summary>
/// Lets a user be given by account id, by e-mail address, or as an object. Of anything else, such as a row of a list, the columns count; it is taken
/// with the names of its columns, so that a row that names nobody reaches the command, which says so, instead of being passed over by PowerShell.
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
