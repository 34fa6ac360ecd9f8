namespace ExternalSources.HelpBuilder;

/// <summary>Something that stops the build, printed the way MSBuild recognizes an error.</summary>
internal sealed record HelpError(string Code, string Message)
{
    public override string ToString() => $"ExternalSources.HelpBuilder: error {Code}: {Message}";
}
