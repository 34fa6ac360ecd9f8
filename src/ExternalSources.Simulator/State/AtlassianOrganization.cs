using System;
using System.Linq;

namespace ExternalSources.Simulator;

/// <summary>An organization and its people.</summary>
public sealed class AtlassianOrganization
{
    /// <summary>A GUID, as text.</summary>
    public required string Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The verified domain: accounts with an address in it are managed.</summary>
    public required string Domain { get; init; }

    public required Population People { get; init; }

    public SharedList<OrganizationDirectory> Directories { get; } = new();

    public OrganizationDirectory? FindDirectory(string id) =>
        Directories.FirstOrDefault(directory => string.Equals(directory.Id, id, StringComparison.OrdinalIgnoreCase));
}
