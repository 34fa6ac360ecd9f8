namespace ExternalSources.Simulator.Http;

/// <summary>The status of an answer that went out past the server, for the log.</summary>
internal sealed record SentHead(int Status);
