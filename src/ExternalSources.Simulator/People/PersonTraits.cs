namespace ExternalSources.Simulator.People;

/// <summary>What filters ask of a person most often. Cheaper than the person: a search through a million people makes no names.</summary>
internal readonly record struct PersonTraits(
    AccountKind Kind,
    AccountState Account,
    MembershipState Membership,
    bool ForDeletion,
    bool Managed,
    bool TwoStepVerification,
    bool ActiveOnSite
)
{
    /// <summary>Portal customers, accounts that are gone for good and people without a membership are in no group.</summary>
    public bool MayBeInGroups => Kind != AccountKind.Customer && Account != AccountState.Closed && Membership != MembershipState.None;

    /// <summary>An account that works, in a directory that lets it in: what a licence is paid for.</summary>
    public bool HasAccess => Account == AccountState.Active && Membership == MembershipState.Active;

    public string AccountStatus =>
        Account switch
        {
            AccountState.Active => "active",
            AccountState.Inactive => "inactive",
            _ => "closed",
        };

    public string MembershipStatus =>
        Membership switch
        {
            MembershipState.Active => "active",
            MembershipState.Suspended => "suspended",
            _ => "no_membership",
        };

    /// <summary>The status that the organization's console shows, composed of the account's and the membership's.</summary>
    public string Status =>
        (ForDeletion, Account, Membership) switch
        {
            (true, _, _) => "for_deletion",
            (_, not AccountState.Active, _) => "deactivated",
            (_, _, MembershipState.Active) => "active",
            (_, _, MembershipState.Suspended) => "suspended",
            _ => "not_invited",
        };

    public static PersonTraits Of(Person person) =>
        new(person.Kind, person.Account, person.Membership, person.ForDeletion, person.Managed, person.TwoStepVerification, person.IsActiveOnSite);
}
