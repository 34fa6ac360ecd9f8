namespace ExternalSources.Simulator.People;

/// <summary>The state of an account, everywhere at Atlassian.</summary>
public enum AccountState
{
    Active,
    Inactive,
    Closed,
}
