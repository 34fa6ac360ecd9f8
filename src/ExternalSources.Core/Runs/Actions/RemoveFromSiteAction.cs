using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Actions;

/// <summary>Removes a user from a Jira Cloud site; a managed account stays in its organization.</summary>
internal sealed class RemoveFromSiteAction : UserAction
{
    public override ExternalAction Kind => ExternalAction.RemoveUserFromSite;

    public override string Capability => "RemoveFromSite";

    public override bool EndsInAbsence => true;

    public override string Describe(RunTarget target) => "Remove from the site; only a new invitation brings the user back";

    public override string Done(RunTarget target) => "Removed from the site.";

    public override Decision Decide(UserState state, ExternalGroup? group) => Decision.Act;

    public override Task<bool> SendAsync(ISourceConnector connector, ActionContext context, RunTarget target, CancellationToken cancellationToken) =>
        connector.Get<ISiteUserRemover>().RemoveFromSiteAsync(target.AccountId!, cancellationToken);
}
