namespace ExternalSources.Simulator.People;

/// <summary>The state of an account in all of Atlassian.</summary>
public enum AccountState
{
    Active,
    Inactive,
    Closed,
}
