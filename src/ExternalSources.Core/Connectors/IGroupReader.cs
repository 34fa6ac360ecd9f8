using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http.Paging;

namespace ExternalSources.Core.Connectors;

/// <summary>Lists groups.</summary>
[Capability("ReadGroups", "List groups and their members")]
internal interface IGroupReader
{
    /// <summary>Reads all groups that match the filter.</summary>
    /// <exception cref="IncompleteListException">The list is not complete.</exception>
    Task ReadGroupsAsync(GroupFilter filter, Func<IReadOnlyList<ExternalGroup>, Task> writeAsync, CancellationToken cancellationToken);
}
