using System;
using System.Collections.Generic;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Sources;

/// <summary>A named connection to an Atlassian organization or a Jira Cloud site. It never contains the API key.</summary>
public sealed record ExternalSource
{
    /// <summary>Identifies the source for good; a rename does not change it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name that the admin gave it, unique without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of service.</summary>
    public required SourceType Type { get; init; }

    /// <summary>The root of the service: the site's address, or the address of the admin API.</summary>
    public required Uri Url { get; init; }

    /// <summary>The organization that the key manages; <see langword="null"/> for a Jira Cloud site.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The organization's or the site's own title, as the service gave it at the last check.</summary>
    public string? Title { get; init; }

    /// <summary>The e-mail address of the account that the API token belongs to; <see langword="null"/> for an organization.</summary>
    public string? UserEmail { get; init; }

    /// <summary>Whether the API token has scopes and therefore works only through Atlassian's gateway.</summary>
    public bool ScopedToken { get; init; }

    /// <summary>The site's cloud id, known once a token with scopes has been checked.</summary>
    public string? CloudId { get; init; }

    /// <summary>The SecretManagement vault that holds the key; <see langword="null"/> for a source of this session only.</summary>
    public string? Vault { get; init; }

    /// <summary>The name of the secret that holds the key; <see langword="null"/> for a source of this session only.</summary>
    public string? SecretName { get; init; }

    /// <summary>Whether the secret is the admin's own: then the module reads it, but never changes or removes it.</summary>
    public bool ForeignSecret { get; init; }

    /// <summary>Whether the source and its key live in this session's memory only.</summary>
    public bool SessionOnly { get; init; }

    /// <summary>When the key expires, if that is known.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>Whole days until the key expires, rounded down; negative once it has expired.</summary>
    public int? DaysToExpiry { get; init; }

    /// <summary>Who connected the source or edited it last.</summary>
    public required string LastUpdatedBy { get; init; }

    /// <summary>When the source was connected or edited last, UTC.</summary>
    public required DateTimeOffset LastUpdated { get; init; }

    /// <summary>What is known of the connection.</summary>
    public SourceStatus Status { get; init; }

    /// <summary>Why the status is Error; otherwise <see langword="null"/>.</summary>
    public string? StatusReason { get; init; }

    /// <summary>When the source was checked last, UTC.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>What this source can do, by capability name.</summary>
    public IReadOnlyList<string> Capabilities
    {
        get;
        init => field = ReadableList.Of(value);
    } = ReadableList<string>.None;

    /// <summary>The source's name.</summary>
    public override string ToString() => Name;
}
