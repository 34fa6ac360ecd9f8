using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Connectors;

/// <summary>The result of a connection test: the checks, and what the service returned about the source.</summary>
internal sealed record SourceInspection
{
    public required IReadOnlyList<SourceCheck> Checks { get; init; }

    /// <summary>The organizations that the key sees.</summary>
    public IReadOnlyList<OrganizationReference> Organizations { get; init; } = Array.Empty<OrganizationReference>();

    /// <summary>Whether the test only needs to know which organization to use.</summary>
    public bool NeedsOrganization { get; init; }

    public string? OrganizationId { get; init; }

    public string? Title { get; init; }

    public string? CloudId { get; init; }

    /// <summary>The key's expiry date that the service returned.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    public SourceCheck? Failure => Checks.FirstOrDefault(check => check.Outcome == CheckOutcome.Failed);

    /// <summary>The rights whose checks have an outcome, by name.</summary>
    public IReadOnlyList<string> RightsWith(params CheckOutcome[] outcomes) =>
        Checks.Where(check => outcomes.Contains(check.Outcome) && Right.Checked.Contains(check.Name)).Select(check => check.Name).ToArray();

    public SourceTestResult ToResult(ExternalSource source, TimeSpan duration)
    {
        var failure = Failure;
        return new SourceTestResult
        {
            Name = source.Name,
            Type = source.Type,
            Status = failure is null ? SourceStatus.Connected : SourceStatus.Error,
            Reason = failure?.Detail,
            Recommendation = (failure ?? Checks.FirstOrDefault(check => check is { Outcome: CheckOutcome.Warning, Recommendation: not null }))?.Recommendation,
            Duration = duration,
            Checks = Checks,
        };
    }
}

/// <summary>An organization that a key sees.</summary>
internal sealed record OrganizationReference(string Id, string Name);
