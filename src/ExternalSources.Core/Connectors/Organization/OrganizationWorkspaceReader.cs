using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Lists the workspaces of an organization.</summary>
internal sealed class OrganizationWorkspaceReader : IWorkspaceReader
{
    private readonly OrganizationConnection _connection;

    public OrganizationWorkspaceReader(OrganizationConnection connection) => _connection = connection;

    public Task ReadWorkspacesAsync(Func<IReadOnlyList<ExternalWorkspace>, Task> writeAsync, CancellationToken cancellationToken) =>
        _connection.Queries.Workspaces().ReadAsync(writeAsync, cancellationToken);
}
