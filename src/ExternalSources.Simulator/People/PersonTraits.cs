namespace ExternalSources.Simulator.People;

/// <summary>The parts of a person that filters use most. They need no names, so a search through a million people is cheap.</summary>
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
    /// <summary>Whether the account can be in groups. Portal customers, closed accounts, and people without a membership cannot.</summary>
    public bool MayBeInGroups => Kind != AccountKind.Customer && Account != AccountState.Closed && Membership != MembershipState.None;

    /// <summary>Whether the account and its membership are active. Only such an account uses a licence.</summary>
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

    /// <summary>The status in the organization's console. It combines the states of the account and the membership.</summary>
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
