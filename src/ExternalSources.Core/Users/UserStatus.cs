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
}

/// <summary>Translates the services' account types.</summary>
internal static class AccountTypes
{
    /// <summary>The name of the <see cref="AccountType"/>, or the service's own word if the module does not recognize it.</summary>
    public static string Of(string? type) =>
        type switch
        {
            null or "atlassian" => nameof(AccountType.Person),
            "app" => nameof(AccountType.App),
            "customer" => nameof(AccountType.Customer),
            _ => type,
        };
}
