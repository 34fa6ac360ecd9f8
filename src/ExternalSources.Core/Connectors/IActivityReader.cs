using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors;

/// <summary>Reads when accounts were last active.</summary>
[Capability("ReadActivity", "Read when users were last active in each application")]
internal interface IActivityReader
{
    /// <summary>Returns the accounts that the source has, by account id.</summary>
    /// <param name="users">The accounts. A known e-mail address saves requests.</param>
    /// <param name="applications">
    /// The applications whose activity matters; empty for any. If the service shows no activity in one of them, the activity is unknown.
    /// </param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    Task<IReadOnlyDictionary<string, ExternalUser>> ReadActivityAsync(
        IReadOnlyList<UserKey> users,
        IReadOnlyList<ApplicationSelector> applications,
        CancellationToken cancellationToken
    );
}
