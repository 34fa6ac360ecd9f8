using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>Connects to a Jira Cloud site with an administrator's e-mail address and API token.</summary>
[UserCriteria(
    UserCriterion.Email,
    UserCriterion.Name,
    UserCriterion.AccountId,
    UserCriterion.User,
    UserCriterion.Status,
    UserCriterion.AccountType,
    UserCriterion.Group,
    UserCriterion.NotInGroup,
    UserCriterion.Application,
    ThroughOrganization = new[] { UserCriterion.Activity }
)]
internal sealed class JiraCloudConnector : SourceConnector<JiraConnection>
{
    public JiraCloudConnector(ExternalSource source, ApiKey key, TransportOptions options)
        : base(source, new JiraConnection(source, key, options), Capabilities) { }

    public static CapabilityTable<JiraConnection> Capabilities { get; } =
        new CapabilityTable<JiraConnection>()
            .Add<IConnectionTester>(connection => new JiraConnectionTester(connection))
            .Add<IUserReader>(connection => new JiraUserReader(connection))
            .Add<IGroupReader>(connection => new JiraGroupReader(connection))
            .Add<IUserStates>(connection => new JiraStates(connection))
            .Add<IGroupWriter>(connection => new JiraGroupWriter(connection))
            .Add<IAccessRevoker>(connection => new JiraAccessRevoker(connection))
            .Add<ISiteUserRemover>(connection => new JiraSiteUserRemover(connection))
            .Add<IIssueCreator>(connection => new JiraIssues(connection));
}
