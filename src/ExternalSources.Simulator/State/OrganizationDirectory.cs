namespace ExternalSources.Simulator;

/// <summary>A directory of an organization.</summary>
public sealed record OrganizationDirectory(string Id, string Name);
