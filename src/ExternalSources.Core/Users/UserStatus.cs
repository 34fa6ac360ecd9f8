namespace ExternalSources.Core.Users;

/// <summary>The state of a user, as far as a source tells it.</summary>
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

    /// <summary>The account will be deleted when its days of grace are over.</summary>
    ForDeletion,

    /// <summary>The account is deleted.</summary>
    Deleted,
}

/// <summary>What kind of account it is.</summary>
public enum AccountType
{
    /// <summary>A person.</summary>
    Person,

    /// <summary>An app or integration.</summary>
    App,

    /// <summary>A customer of a service portal.</summary>
    Customer,
}
