using ExternalSources.Simulator.People;

namespace ExternalSources.TestKit.People;

/// <summary>A person on whom every action works.</summary>
public static class OrdinaryPerson
{
    /// <summary>Makes a person active and managed by the organization itself, with an address and without the rights of an administrator.</summary>
    public static Person Of(Person person) =>
        person with
        {
            Account = AccountState.Active,
            Membership = MembershipState.Active,
            ForDeletion = false,
            DeactivatedDaysAgo = null,
            Managed = true,
            EmailVerified = true,
            EmailHidden = false,
            Email = $"p{person.Index}@acme.example",
            ManagementSource = null,
            OrganizationAdministrator = false,
        };
}
