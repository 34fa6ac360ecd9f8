namespace ExternalSources;

/// <summary>Nobody in the selected sources fits a value that was to name one person.</summary>
public sealed class UserNotFoundException : ExternalSourceException
{
    internal UserNotFoundException(string value, string sources)
        : base($"Nobody in {sources} fits '{value}'.", "Check the spelling. An e-mail address may be hidden by its owner's privacy settings: then use the account id.") => Value = value;

    /// <summary>What was looked for.</summary>
    public string Value { get; }
}
