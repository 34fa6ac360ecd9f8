using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;

namespace ExternalSources.Core.Connectors;

/// <summary>Lists the directories of an organization.</summary>
[Capability("ReadDirectories", "List the directories of an organization")]
internal interface IDirectoryReader
{
    Task ReadDirectoriesAsync(Func<IReadOnlyList<ExternalDirectory>, Task> writeAsync, CancellationToken cancellationToken);
}
