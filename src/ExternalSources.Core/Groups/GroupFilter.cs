using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Groups;

/// <summary>Selects groups, and the properties to return.</summary>
internal sealed record GroupFilter
{
    public IReadOnlyList<TextPattern> Names { get; init; } = Array.Empty<TextPattern>();

    public IReadOnlyList<string> Ids { get; init; } = Array.Empty<string>();

    /// <summary>The applications of which a group must grant a seat.</summary>
    public IReadOnlyList<ApplicationSelector> Applications { get; init; } = Array.Empty<ApplicationSelector>();

    /// <summary>The names, addresses or ARIs of workspaces. They limit the applications to instances.</summary>
    public IReadOnlyList<string> Workspaces { get; init; } = Array.Empty<string>();

    /// <summary>Whether groups match that grant a role in the applications that needs no seat.</summary>
    public bool IncludeUnbilled { get; init; }

    public bool IncludeCounts { get; init; }

    public bool IncludeApplications { get; init; }

    /// <summary>The maximum number of concurrent requests.</summary>
    public int MaxConcurrency { get; init; } = 8;

    public bool NeedsApplications => IncludeApplications || Applications.Count + Workspaces.Count > 0;

    /// <summary>
    /// Whether a group matches. If a group may grant more applications than the service returns, the service's own filter has already matched it.
    /// </summary>
    public bool Matches(ExternalGroup group) =>
        (Names.Count == 0 || Names.Any(name => name.Matches(group.Name)))
        && (Ids.Count == 0 || Ids.Any(id => Ari.LastSegment(id).Equals(group.Id, StringComparison.OrdinalIgnoreCase)))
        && (Applications.Count == 0 || group.MayGrantMore || Applications.Any(application => application.IsGrantedBy(group, IncludeUnbilled)));
}
