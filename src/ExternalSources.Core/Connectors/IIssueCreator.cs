using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Connectors;

/// <summary>Creates issues.</summary>
[Capability("CreateIssues", "File Jira issues about users")]
internal interface IIssueCreator
{
    /// <summary>Creates an issue and returns its key.</summary>
    Task<string> CreateIssueAsync(IssueDraft draft, CancellationToken cancellationToken);

    /// <summary>Returns the key of an issue that may have been created in the last half hour; <see langword="null"/> if it is not found.</summary>
    Task<string?> FindIssueAsync(IssueDraft draft, CancellationToken cancellationToken);
}

/// <summary>An issue to create.</summary>
internal sealed record IssueDraft
{
    public required string Project { get; init; }

    public required string IssueType { get; init; }

    public required string Summary { get; init; }

    public string? Description { get; init; }

    /// <summary>The users that the issue lists.</summary>
    public IReadOnlyList<IssueUser> Users { get; init; } = Array.Empty<IssueUser>();

    /// <summary>A text that no other issue contains. It finds the issue again when the response to its creation is lost.</summary>
    public required string Marker { get; init; }
}

/// <summary>A user as an issue lists them.</summary>
internal sealed record IssueUser(string? AccountId, string? Name, string? Email, string? Source, string? Status, DateTimeOffset? LastActive);
