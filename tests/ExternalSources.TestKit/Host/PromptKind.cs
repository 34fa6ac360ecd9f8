namespace ExternalSources.TestKit.Host;

/// <summary>The ways a host is asked for something.</summary>
public enum PromptKind
{
    /// <summary>One of several choices (PromptForChoice), as -Confirm and ShouldContinue ask.</summary>
    Choice,

    /// <summary>Named fields (Prompt), as a missing mandatory parameter asks.</summary>
    Fields,

    /// <summary>A line of text (ReadLine).</summary>
    Line,

    /// <summary>A masked line (ReadLineAsSecureString).</summary>
    SecureLine,

    /// <summary>A user name and a password (PromptForCredential).</summary>
    Credential,
}
