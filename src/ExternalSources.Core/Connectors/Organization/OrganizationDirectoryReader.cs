using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Lists the directories of an organization.</summary>
internal sealed class OrganizationDirectoryReader : IDirectoryReader
{
    private readonly OrganizationConnection _connection;

    public OrganizationDirectoryReader(OrganizationConnection connection) => _connection = connection;

    public Task ReadDirectoriesAsync(Func<IReadOnlyList<ExternalDirectory>, Task> writeAsync, CancellationToken cancellationToken) =>
        _connection.Queries.Directories().ReadAsync(writeAsync, cancellationToken);
}
