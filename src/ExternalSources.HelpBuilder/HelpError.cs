namespace ExternalSources.HelpBuilder;

/// <summary>An error that stops the build, in the format of MSBuild errors.</summary>
internal sealed record HelpError(string Code, string Message)
{
    public override string ToString() => $"ExternalSources.HelpBuilder: error {Code}: {Message}";
}
