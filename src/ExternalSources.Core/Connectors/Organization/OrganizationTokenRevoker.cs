using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Revokes the API tokens of managed accounts (https://developer.atlassian.com/cloud/admin/user-management/rest/).</summary>
internal sealed class OrganizationTokenRevoker : ITokenRevoker
{
    private readonly OrganizationConnection _connection;

    public OrganizationTokenRevoker(OrganizationConnection connection) => _connection = connection;

    /// <summary>GET /users/{accountId}/manage/api-tokens.</summary>
    public async Task<IReadOnlyList<string?>> GetTokenIdsAsync(string accountId, CancellationToken cancellationToken)
    {
        var response = await _connection.Client.Service.GetAsync(PathOf(accountId), false, cancellationToken).ConfigureAwait(false);
        var tokens =
            response as JArray
            ?? throw new UnexpectedResponseException(
                "The response contains no list of API tokens.",
                "Run the command again. If the error persists, a proxy may change the responses."
            );
        return tokens.Select(token => JsonText.Text(token, "id") is { Length: > 0 } id ? id : null).ToArray();
    }

    /// <summary>DELETE /users/{accountId}/manage/api-tokens/{tokenId}.</summary>
    public Task<bool> RevokeTokenAsync(string accountId, string tokenId, CancellationToken cancellationToken) =>
        WriteOutcome.ChangedAsync(
            _connection.Client.Service.WriteAsync(HttpMethod.Delete, $"{PathOf(accountId)}/{Uri.EscapeDataString(tokenId)}", null, cancellationToken),
            refusal => refusal.StatusCode == 404
        );

    private static string PathOf(string accountId) => $"users/{Uri.EscapeDataString(accountId)}/manage/api-tokens";
}
