using System;
using System.Collections.Generic;

namespace ExternalSources.Core.Connectors;

/// <summary>An issue that is to be filed.</summary>
internal sealed record IssueDraft
{
    public required string Project { get; init; }

    public required string IssueType { get; init; }

    public required string Summary { get; init; }

    public string? Description { get; init; }

    /// <summary>Whom it is about.</summary>
    public IReadOnlyList<IssueUser> Users { get; init; } = Array.Empty<IssueUser>();

    /// <summary>A text that no other issue has, by which it is found again when nobody knows whether it was filed.</summary>
    public required string Marker { get; init; }
}

/// <summary>A user, as an issue tells of them.</summary>
internal sealed record IssueUser(string? AccountId, string? Name, string? Email, string? Source, string? Status, DateTimeOffset? LastActive);
