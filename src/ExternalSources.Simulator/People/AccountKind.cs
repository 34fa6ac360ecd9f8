namespace ExternalSources.Simulator.People;

/// <summary>The kind of account.</summary>
public enum AccountKind
{
    /// <summary>A person: <c>atlassian</c>.</summary>
    Person,

    /// <summary>An app or a bot: <c>app</c>.</summary>
    App,

    /// <summary>A customer of a service desk's portal: <c>customer</c>.</summary>
    Customer,
}
