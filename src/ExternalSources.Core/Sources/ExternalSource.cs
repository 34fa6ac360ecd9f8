using System;
using System.Collections.Generic;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Sources;

/// <summary>A named connection to an Atlassian organization or a Jira Cloud site. It never contains the API key.</summary>
public sealed record ExternalSource
{
    /// <summary>The source's id. It never changes, even if the source is renamed.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name that the admin gave the source. It is unique, and not case-sensitive.</summary>
    public required string Name { get; init; }

    /// <summary>The type of the service.</summary>
    public required SourceType Type { get; init; }

    /// <summary>The address of the site or of the admin API.</summary>
    public required Uri Url { get; init; }

    /// <summary>The id of the organization that the key manages; <see langword="null"/> for a Jira Cloud site.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The title of the organization or site, as of the last check; <see langword="null"/> if unknown.</summary>
    public string? Title { get; init; }

    /// <summary>The e-mail address of the account that the API token belongs to; <see langword="null"/> for an organization.</summary>
    public string? UserEmail { get; init; }

    /// <summary>Whether the API token has scopes. Such a token works only through Atlassian's gateway.</summary>
    public bool ScopedToken { get; init; }

    /// <summary>The site's cloud id; <see langword="null"/> until a token with scopes has been checked.</summary>
    public string? CloudId { get; init; }

    /// <summary>The SecretManagement vault that contains the key; <see langword="null"/> for a source of this session only.</summary>
    public string? Vault { get; init; }

    /// <summary>The name of the secret that contains the key; <see langword="null"/> for a source of this session only.</summary>
    public string? SecretName { get; init; }

    /// <summary>Whether the secret belongs to the admin. The module reads such a secret, but never changes or removes it.</summary>
    public bool ForeignSecret { get; init; }

    /// <summary>Whether the source and its key exist only in the memory of this session.</summary>
    public bool SessionOnly { get; init; }

    /// <summary>When the key expires; <see langword="null"/> if unknown.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>
    /// The number of days until the key expires, rounded down. It is negative if the key has expired, and <see langword="null"/> if the date is unknown.
    /// </summary>
    public int? DaysToExpiry { get; init; }

    /// <summary>The user who connected the source or last changed it.</summary>
    public required string LastUpdatedBy { get; init; }

    /// <summary>When the source was connected or last changed, UTC.</summary>
    public required DateTimeOffset LastUpdated { get; init; }

    /// <summary>The status of the connection.</summary>
    public SourceStatus Status { get; init; }

    /// <summary>Why the status is Error; <see langword="null"/> for any other status.</summary>
    public string? StatusReason { get; init; }

    /// <summary>When the source was last checked, UTC; <see langword="null"/> if it was never checked.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>The names of the source's capabilities.</summary>
    public IReadOnlyList<string> Capabilities
    {
        get;
        init => field = ReadableList.Of(value);
    } = ReadableList<string>.None;

    /// <summary>The rights that the last test in this session found, by the names of their checks; empty if this session did not test the source.</summary>
    public IReadOnlyList<string> Rights
    {
        get;
        init => field = ReadableList.Of(value);
    } = ReadableList<string>.None;

    /// <summary>The rights that the last test in this session did not find, by the names of their checks. A right that is in neither list is unknown.</summary>
    public IReadOnlyList<string> MissingRights
    {
        get;
        init => field = ReadableList.Of(value);
    } = ReadableList<string>.None;

    /// <summary>The source's name.</summary>
    public override string ToString() => Name;
}
