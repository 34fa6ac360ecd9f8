using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;

namespace ExternalSources.Contract.Tests.Core;

/// <summary>Takes the activity of any site from one organization.</summary>
internal sealed class ActivityOf(IActivityReader organization) : ISiteActivity
{
    public Task<IReadOnlyDictionary<string, ExternalUser>> ReadActivityAsync(
        string? cloudId,
        IReadOnlyList<UserKey> users,
        IReadOnlyList<ApplicationSelector> applications,
        CancellationToken cancellationToken
    ) => organization.ReadActivityAsync(users, applications, cancellationToken);
}
