using System;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Groups;

/// <summary>A workspace: the instance of an application on a site of an organization.</summary>
public sealed record ExternalWorkspace
{
    /// <summary>The name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>The workspace's name.</summary>
    public required string Name { get; init; }

    /// <summary>The application's key, such as jira-software.</summary>
    public required string Type { get; init; }

    /// <summary>The address of the site; <see langword="null"/> if the service does not return it.</summary>
    public Uri? Url { get; init; }

    /// <summary>Online, Offline, or Deprecated. A status that the module does not recognize is the service's own word; a missing status is Unknown.</summary>
    public required string Status { get; init; }

    /// <summary>The plan; <see langword="null"/> if the service does not return it.</summary>
    public string? Plan { get; init; }

    /// <summary>The number of seats of the license; <see langword="null"/> if the service does not return it.</summary>
    public int? Capacity { get; init; }

    /// <summary>The ARI of the workspace.</summary>
    public required string Id { get; init; }

    /// <summary>The cloud id of the site.</summary>
    public string CloudId => Ari.LastSegment(Id);

    /// <summary>Whether the workspace is a sandbox; <see langword="null"/> if the service does not return it.</summary>
    public bool? Sandbox { get; init; }

    /// <summary>The service's own name of the type, such as jira-admin for the administration of a site.</summary>
    internal string? TypeKey { get; init; }

    /// <summary>Whether users can hold a seat of the workspace. The list also has rows for the administration of sites.</summary>
    internal bool IsApplication => TypeKey != "jira-admin";

    /// <summary>The selector of this instance.</summary>
    internal ApplicationSelector Selector => new(Type, CloudId);

    /// <summary>The workspace's name.</summary>
    public override string ToString() => Name;
}
