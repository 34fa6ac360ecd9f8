using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Connectors;

/// <summary>Deactivates, reactivates and deletes managed accounts.</summary>
[Capability("ManageAccounts", "Deactivate, reactivate and delete managed accounts, and cancel deletions")]
internal interface IAccountLifecycle
{
    Task DisableAsync(string accountId, string? message, CancellationToken cancellationToken);

    Task EnableAsync(string accountId, CancellationToken cancellationToken);

    Task DeleteAsync(string accountId, CancellationToken cancellationToken);

    Task CancelDeletionAsync(string accountId, CancellationToken cancellationToken);
}
