using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Actions;

/// <summary>Revokes all API tokens of an account. The list of tokens shows what is left, so the action can be repeated at any point.</summary>
internal sealed class RevokeTokensAction : UserAction
{
    /// <summary>The revoked tokens of each target, over all attempts.</summary>
    private readonly ConditionalWeakTable<RunTarget, HashSet<string>> _revoked = new();

    public override ExternalAction Kind => ExternalAction.RevokeUserToken;

    public override string Capability => "RevokeTokens";

    // Only the list of tokens shows it.
    public override bool ShowsInState => false;

    public override string Describe(RunTarget target) => "Revoke all API tokens of the account";

    public override string Done(RunTarget target) => "All API tokens revoked.";

    public override bool IsUntouched(RunTarget target) => !_revoked.TryGetValue(target, out var revoked) || revoked.Count == 0;

    public override Decision Decide(UserState state, ExternalGroup? group)
    {
        if (state.User.Managed == false)
        {
            return Decision.Unfit("The organization does not manage the account, so it cannot revoke the account's API tokens.");
        }

        return state.User.Status == nameof(UserStatus.Deleted) ? Decision.Already("The account is deleted, and so are its API tokens.") : Decision.Act;
    }

    public override async Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken)
    {
        var tokens = connector.Get<ITokenRevoker>();
        var revoked = _revoked.GetOrCreateValue(target);
        var before = revoked.Count;
        try
        {
            var ids = await tokens.GetTokenIdsAsync(target.AccountId!, cancellationToken).ConfigureAwait(false);
            var gone = new List<string>();
            foreach (var id in ids.OfType<string>().Where(id => !revoked.Contains(id)))
            {
                if (await tokens.RevokeTokenAsync(target.AccountId!, id, cancellationToken).ConfigureAwait(false))
                {
                    revoked.Add(id);
                }
                else
                {
                    gone.Add(id);
                }
            }

            // The service also returns "not found" for a token that the key is not allowed to see.
            var left =
                gone.Count == 0
                    ? 0
                    : (await tokens.GetTokenIdsAsync(target.AccountId!, cancellationToken).ConfigureAwait(false))
                        .Intersect(gone, StringComparer.Ordinal)
                        .Count();
            if (left > 0)
            {
                throw new ServiceStatusException(
                    404,
                    null,
                    null,
                    $"Not all API tokens were revoked: the service lists {Invariant.Count(left, "API token")} that it then does not find.",
                    "Revoke the other tokens at admin.atlassian.com, and report the problem to Atlassian's support."
                );
            }

            var nameless = ids.Count(id => id is null);
            if (nameless > 0)
            {
                throw new UnexpectedResponseException(
                    $"Not all API tokens were revoked: the service does not return the ids of {Invariant.Count(nameless, "API token")}.",
                    "Revoke the other tokens at admin.atlassian.com, and report the problem to Atlassian's support."
                );
            }

            return revoked.Count > before;
        }
        catch (ServiceException exception) when (revoked.Count > 0)
        {
            throw WithDetail(exception, $" Revoked before the failure: {Invariant.Count(revoked.Count, "API token")}.");
        }
    }
}
