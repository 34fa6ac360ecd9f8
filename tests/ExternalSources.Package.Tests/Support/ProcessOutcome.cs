namespace ExternalSources.Package.Tests.Support;

/// <summary>How a process ended, and all that it wrote.</summary>
internal sealed record ProcessOutcome(int ExitCode, string Output, string Errors)
{
    public override string ToString() => $"Exit code {ExitCode}\n{Output}\n{Errors}";
}
