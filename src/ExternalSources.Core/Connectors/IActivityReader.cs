using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors;

/// <summary>Reads when accounts were last active.</summary>
[Capability("ReadActivity", "Read when users were last active in each application")]
internal interface IActivityReader
{
    /// <summary>Returns the accounts that the source has, by account id.</summary>
    Task<IReadOnlyDictionary<string, ExternalUser>> ReadActivityAsync(IReadOnlyList<string> accountIds, CancellationToken cancellationToken);
}
