using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Changes the access of users to a directory (https://developer.atlassian.com/cloud/admin/organization/rest/).</summary>
internal sealed class OrganizationDirectoryAccess : IDirectoryAccess
{
    private readonly OrganizationConnection _connection;

    public OrganizationDirectoryAccess(OrganizationConnection connection) => _connection = connection;

    public async Task<ExternalDirectory> FindDirectoryAsync(string? nameOrId, CancellationToken cancellationToken)
    {
        var all = await OrganizationQueries.AllAsync(_connection.Queries.Directories(), cancellationToken).ConfigureAwait(false);
        if (nameOrId is not null)
        {
            return OrganizationQueries.Pick(all, nameOrId, _connection.Source.Name);
        }

        return all.Count == 1
            ? all[0]
            : throw new InvalidInputException(
                "Directory",
                $"'{_connection.Source.Name}' has {Invariant.Text(all.Count)} directories ({string.Join(", ", all.Select(directory => directory.Name))}), "
                    + "and the command changes access to one directory.",
                "Specify one of them with -Directory."
            );
    }

    /// <summary>POST .../users/{accountId}/suspend. Without a JSON body, the service returns 415.</summary>
    public Task SuspendAsync(string directoryId, string accountId, CancellationToken cancellationToken) =>
        _connection.Client.Service.WriteAsync(HttpMethod.Post, _connection.PathOf(directoryId, accountId) + "/suspend", new JObject(), cancellationToken);

    /// <summary>POST .../users/{accountId}/restore.</summary>
    public Task ResumeAsync(string directoryId, string accountId, CancellationToken cancellationToken) =>
        _connection.Client.Service.WriteAsync(HttpMethod.Post, _connection.PathOf(directoryId, accountId) + "/restore", new JObject(), cancellationToken);

    /// <summary>DELETE .../users/{accountId}.</summary>
    public Task<bool> RemoveFromDirectoryAsync(string directoryId, string accountId, CancellationToken cancellationToken) =>
        WriteOutcome.ChangedAsync(
            _connection.Client.Service.WriteAsync(HttpMethod.Delete, _connection.PathOf(directoryId, accountId), null, cancellationToken),
            refusal => refusal is { StatusCode: 404, Code: "ADMIN-404-8" }
        );
}
