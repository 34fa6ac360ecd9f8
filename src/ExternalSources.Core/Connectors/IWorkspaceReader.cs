using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;

namespace ExternalSources.Core.Connectors;

/// <summary>Lists the workspaces of an organization.</summary>
[Capability("ReadWorkspaces", "List the workspaces of an organization")]
internal interface IWorkspaceReader
{
    Task ReadWorkspacesAsync(Func<IReadOnlyList<ExternalWorkspace>, Task> writeAsync, CancellationToken cancellationToken);
}
