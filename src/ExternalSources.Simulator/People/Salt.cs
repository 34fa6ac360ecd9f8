namespace ExternalSources.Simulator.People;

/// <summary>What a draw is for. The numbers are part of what a seed means: append, never reorder.</summary>
internal enum Salt
{
    AccountForm = 1,
    AccountTail = 2,
    AccountRound = 3,
    Kind = 10,
    Managed = 11,
    AccountState = 12,
    Membership = 13,
    Source = 14,
    SecondFactor = 15,
    Hidden = 16,
    Verified = 17,
    Locale = 20,
    FirstName = 21,
    LastName = 22,
    Domain = 23,
    Job = 24,
    Department = 25,
    Location = 26,
    Joined = 27,
    Ended = 28,
    LastActiveJira = 30,
    LastActiveConfluence = 31,
    Organization = 50,
    Directory = 51,
    CloudId = 52,
}
