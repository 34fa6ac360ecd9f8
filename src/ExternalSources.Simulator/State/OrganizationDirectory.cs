namespace ExternalSources.Simulator.State;

/// <summary>A directory of an organization.</summary>
public sealed record OrganizationDirectory(string Id, string Name);
