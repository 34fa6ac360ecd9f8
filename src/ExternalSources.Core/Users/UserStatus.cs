namespace ExternalSources.Core.Users;

/// <summary>The status of a user.</summary>
public enum UserStatus
{
    /// <summary>The account is active and has access.</summary>
    Active,

    /// <summary>The account is active, but its access to the organization's applications is suspended.</summary>
    Suspended,

    /// <summary>The account is active, but has not been invited to the organization's applications.</summary>
    NotInvited,

    /// <summary>The account is deactivated.</summary>
    Deactivated,

    /// <summary>The account will be deleted when its grace period ends.</summary>
    ForDeletion,

    /// <summary>The account is deleted.</summary>
    Deleted,
}

/// <summary>The type of an account.</summary>
public enum AccountType
{
    /// <summary>A person.</summary>
    Person,

    /// <summary>An app or integration.</summary>
    App,

    /// <summary>A customer of a service portal.</summary>
    Customer,

    /// <summary>The service returns no type, or a type that the module does not recognize. The account may be a person or not.</summary>
    Unknown,
}

/// <summary>
/// Translates the services' account types. The services document only <c>atlassian</c>, <c>app</c> and <c>customer</c>, and may add others. The
/// organization API may leave out the type of a user. Jira always returns it. A missing type is unknown in both, because nothing says that the account is
/// a person.
/// </summary>
internal static class AccountTypes
{
    /// <summary>The name of the <see cref="AccountType"/>.</summary>
    public static string Of(string? type) =>
        type switch
        {
            "atlassian" => nameof(AccountType.Person),
            "app" => nameof(AccountType.App),
            "customer" => nameof(AccountType.Customer),
            _ => nameof(AccountType.Unknown),
        };

    /// <summary>The service's own word for a type that the module does not recognize; otherwise <see langword="null"/>.</summary>
    public static string? Unrecognized(string? type) => Of(type) == nameof(AccountType.Unknown) ? type : null;
}
