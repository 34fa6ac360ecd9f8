using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Users;

/// <summary>Which users to read from which sources, and where they go.</summary>
internal sealed record UserRead
{
    public required IReadOnlyList<ExternalSource> Sources { get; init; }

    /// <summary>The filters of each source, by the id of the source. A user who matches several filters is returned once.</summary>
    public required IReadOnlyDictionary<Guid, IReadOnlyList<UserFilter>> Filters { get; init; }

    /// <summary>Takes a page of users, on the pipeline thread.</summary>
    public required Action<IReadOnlyList<ExternalUser>> Take { get; init; }

    /// <summary>Returns the token that ends the reading of a source when it has returned enough users.</summary>
    public Func<ExternalSource, CancellationToken> Enough { get; init; } = static _ => CancellationToken.None;

    /// <summary>Whether every source can have what the filters name. If so, any failure leaves the source unread.</summary>
    public bool AsksForAll { get; init; }

    /// <summary>Whether the filters of a source need data that only another source, an organization, has.</summary>
    public bool NeedsOrganization(ExternalSource source) =>
        Filters[source.Id].SelectMany(filter => filter.Used()).Any(ConnectorFactory.Criteria(source.Type).ThroughOrganization.Contains);
}
