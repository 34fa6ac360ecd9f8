using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;

namespace ExternalSources.Core.Connectors;

/// <summary>Finds out whether the key is allowed to manage accounts.</summary>
[Capability("AccountManagement", "Check whether the key may deactivate, reactivate and delete accounts")]
internal interface IAccountManagementProbe
{
    Task<CheckResult> ProbeAccountManagementAsync(CancellationToken cancellationToken);
}
