using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources;

/// <summary>Revokes all API tokens of an account. What is left to do the list of tokens tells, so it may be repeated at any point.</summary>
internal sealed class RevokeTokensAction : UserAction
{
    public override ExternalAction Kind => ExternalAction.RevokeUserToken;

    public override string Capability => "RevokeTokens";

    public override string Describe(RunTarget target) => "Revoke all API tokens of the account";

    public override string Done(RunTarget target) => "All API tokens revoked.";

    public override Judgement Judge(UserState state, ExternalGroup? group)
    {
        if (state.User.Managed == false)
            return Judgement.Unfit("The organization does not manage the account, so its API tokens are its owner's business.");
        return state.User.Status == nameof(UserStatus.Deleted) ? Judgement.Already("The account is deleted, with its API tokens.") : Judgement.Act;
    }

    public override async Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken)
    {
        var tokens = (ITokenRevoker)connector;
        var revoked = false;
        foreach (var id in await tokens.GetTokenIdsAsync(target.AccountId!, cancellationToken).ConfigureAwait(false))
            revoked |= await tokens.RevokeTokenAsync(target.AccountId!, id, cancellationToken).ConfigureAwait(false);
        return revoked;
    }
}
