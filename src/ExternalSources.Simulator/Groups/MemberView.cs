namespace ExternalSources.Simulator.Groups;

/// <summary>Which members of a group are visible.</summary>
public enum MemberView
{
    /// <summary>All members, as in the organization.</summary>
    Organization,

    /// <summary>Members who are not deleted from the site.</summary>
    Site,

    /// <summary>Members with an active account on the site.</summary>
    ActiveOnSite,
}
