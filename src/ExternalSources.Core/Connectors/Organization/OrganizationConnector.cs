using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Connects to an Atlassian organization with its admin API key.</summary>
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
    UserCriterion.Activity,
    UserCriterion.Managed,
    UserCriterion.TwoStepVerification,
    UserCriterion.EmailDomain,
    UserCriterion.Directory,
    ReturnsRoles = true
)]
internal sealed class OrganizationConnector : SourceConnector<OrganizationConnection>
{
    public OrganizationConnector(ExternalSource source, ApiKey key, TransportOptions options)
        : base(source, new OrganizationConnection(source, key, options), Capabilities) { }

    public static CapabilityTable<OrganizationConnection> Capabilities { get; } =
        new CapabilityTable<OrganizationConnection>()
            .Add<IConnectionTester>(connection => new OrganizationConnectionTester(connection))
            .Add<IKeyExpiryReader>(connection => new OrganizationKeyExpiryReader(connection))
            .Add<IAccountManagementProbe>(connection => new OrganizationAccountManagementProbe(connection))
            .Add<IUserReader>(connection => new OrganizationUserReader(connection))
            .Add<IGroupReader>(connection => new OrganizationGroupReader(connection))
            .Add<IDirectoryReader>(connection => new OrganizationDirectoryReader(connection))
            .Add<IActivityReader>(connection => new OrganizationActivityReader(connection))
            .Add<IWorkspaceReader>(connection => new OrganizationWorkspaceReader(connection))
            .Add<IUserStates>(connection => new OrganizationStates(connection))
            .Add<IGroupWriter>(connection => new OrganizationGroupWriter(connection))
            .Add<IAccessRevoker>(connection => new OrganizationAccessRevoker(connection))
            .Add<IRoleWriter>(connection => new OrganizationRoleWriter(connection))
            .Add<IAccountLifecycle>(connection => new OrganizationAccountLifecycle(connection))
            .Add<IDirectoryAccess>(connection => new OrganizationDirectoryAccess(connection))
            .Add<ITokenRevoker>(connection => new OrganizationTokenRevoker(connection));
}
