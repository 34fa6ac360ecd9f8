namespace ExternalSources.Core.Users;

/// <summary>The services' words for kinds of accounts, in ours.</summary>
internal static class AccountTypes
{
    public static string Of(string? type) =>
        type switch
        {
            null or "atlassian" => nameof(AccountType.Person),
            "app" => nameof(AccountType.App),
            "customer" => nameof(AccountType.Customer),
            _ => type,
        };
}
