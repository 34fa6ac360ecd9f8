namespace ExternalSources.Commands.Users;

/// <summary>What can be brought besides a user's own data.</summary>
public enum UserDetail
{
    /// <summary>The groups that the user is in.</summary>
    Groups,

    /// <summary>The applications that the user may use.</summary>
    Applications,

    /// <summary>The user's roles in the organization.</summary>
    Roles,
}
