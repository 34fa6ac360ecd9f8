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

/// <summary>Revokes all API tokens of an account. What is left to do the list of tokens tells, so it may be repeated at any point.</summary>
internal sealed class RevokeTokensAction : UserAction
{
    /// <summary>The tokens of a target that were revoked, all attempts together.</summary>
    private readonly ConditionalWeakTable<RunTarget, HashSet<string>> _revoked = new();

    public override ExternalAction Kind => ExternalAction.RevokeUserToken;

    public override string Capability => "RevokeTokens";

    // The list of tokens does.
    public override bool ShowsInState => false;

    public override string Describe(RunTarget target) => "Revoke all API tokens of the account";

    public override string Done(RunTarget target) => "All API tokens revoked.";

    public override bool IsUntouched(RunTarget target) => !_revoked.TryGetValue(target, out var revoked) || revoked.Count == 0;

    public override Decision Decide(UserState state, ExternalGroup? group)
    {
        if (state.User.Managed == false)
        {
            return Decision.Unfit("The organization does not manage the account, so its API tokens are its owner's business.");
        }

        return state.User.Status == nameof(UserStatus.Deleted) ? Decision.Already("The account is deleted, with its API tokens.") : Decision.Act;
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

            // "Not found" is also what the service says of what it does not let the key see.
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
                    $"The service does not find {Invariant.Count(left, "API token")} that it lists, so not all could be revoked.",
                    "Revoke the rest at admin.atlassian.com, and report this."
                );
            }

            var nameless = ids.Count(id => id is null);
            if (nameless > 0)
            {
                throw new UnexpectedResponseException(
                    $"The service does not tell the ids of {Invariant.Count(nameless, "API token")}, so not all could be revoked.",
                    "Revoke the rest at admin.atlassian.com, and report this."
                );
            }

            return revoked.Count > before;
        }
        catch (ServiceException exception) when (revoked.Count > 0)
        {
            throw Told(exception, $" Revoked before that: {Invariant.Count(revoked.Count, "API token")}.");
        }
    }

    // What kind of failure it is decides what is made of it, so it stays of its kind.
    private static ServiceException Told(ServiceException exception, string more) =>
        exception switch
        {
            ServiceStatusException status => new ServiceStatusException(
                status.StatusCode,
                status.Code,
                status.ServiceMessage,
                status.Message + more,
                status.Recommendation,
                status.RetryAfter
            ),
            ServiceUnreachableException unreachable => new ServiceUnreachableException(
                unreachable.Failure,
                unreachable.Message + more,
                unreachable.Recommendation,
                unreachable
            ),
            ServiceRedirectException redirect => new ServiceRedirectException(redirect.Message + more, redirect.Recommendation),
            _ => new UnexpectedResponseException(exception.Message + more, exception.Recommendation, exception),
        };
}
