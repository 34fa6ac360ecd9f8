namespace ExternalSources.Simulator;

/// <summary>The state of an account in the organization's directory.</summary>
public enum MembershipState
{
    Active,
    Suspended,
    None,
}
