namespace ExternalSources.Simulator.Groups;

/// <summary>From where one looks at the members of a group.</summary>
public enum MemberView
{
    /// <summary>The organization: everybody.</summary>
    Organization,

    /// <summary>The site: who was not deleted from it.</summary>
    Site,

    /// <summary>The site without inactive accounts.</summary>
    ActiveOnSite,
}
