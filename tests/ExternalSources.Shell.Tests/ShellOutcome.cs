namespace ExternalSources.Shell.Tests;

/// <summary>How a shell ended, and all that it wrote.</summary>
internal sealed record ShellOutcome(int ExitCode, string Output, string Errors)
{
    public override string ToString() => $"Exit code {ExitCode}\n{Output}\n{Errors}";
}
