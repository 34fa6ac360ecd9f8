namespace ExternalSources.Simulator.Groups;

/// <summary>Why a membership may not be changed. Each API has its own words for it.</summary>
internal enum MembershipError
{
    None,

    /// <summary>An identity provider owns the group.</summary>
    ExternalSynced,

    /// <summary>The person is not in the group's directory, or can be in no group at all.</summary>
    NotInDirectory,
    AlreadyMember,
    NoMember,

    /// <summary>All licences of an application that the group grants are taken.</summary>
    NoLicence,
}
