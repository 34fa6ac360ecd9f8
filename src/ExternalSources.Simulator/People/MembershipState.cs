namespace ExternalSources.Simulator.People;

/// <summary>The state of an account in the organization's directory.</summary>
public enum MembershipState
{
    Active,
    Suspended,
    None,
}
