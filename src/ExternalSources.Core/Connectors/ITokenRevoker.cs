using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.Core.Connectors;

/// <summary>Revokes the API tokens of managed accounts.</summary>
[Capability("RevokeTokens", "Revoke API tokens of managed accounts")]
internal interface ITokenRevoker
{
    /// <summary>Returns the ids of the account's API tokens; <see langword="null"/> for a token whose id the service does not return.</summary>
    Task<IReadOnlyList<string?>> GetTokenIdsAsync(string accountId, CancellationToken cancellationToken);

    /// <summary>Returns <see langword="false"/> if the service does not find the token.</summary>
    Task<bool> RevokeTokenAsync(string accountId, string tokenId, CancellationToken cancellationToken);
}
