namespace ExternalSources.TestKit.Shell;

/// <summary>How a script ended.</summary>
public enum ShellState
{
    /// <summary>It ran to its end, with or without errors on the way.</summary>
    Completed,

    /// <summary>It was stopped, as by Ctrl+C.</summary>
    Stopped,

    /// <summary>A terminating error ended it.</summary>
    Failed,
}
