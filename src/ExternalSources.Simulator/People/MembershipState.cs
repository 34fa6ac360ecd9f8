namespace ExternalSources.Simulator.People;

/// <summary>The state of an account in the directories of the organization.</summary>
public enum MembershipState
{
    Active,
    Suspended,
    None,
}
