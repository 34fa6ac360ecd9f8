using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Users;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <content>What can be done to users through an organization.</content>
internal sealed partial class OrganizationConnector : IUserStates, IAccessRevoker, IAccountLifecycle, IDirectoryAccess, ITokenRevoker
{
    /// <summary>Where it was asked which groups grant something it matters of everybody in which they are.</summary>
    private GrantingGroups? _granting;
    private OrganizationStates? _states;

    /// <summary>An organization key acts for the organization, not for an account.</summary>
    public Task<string?> OwnAccountIdAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async Task<int> CountPeopleAsync(CancellationToken cancellationToken) =>
        await Lists().CountUsersAsync(new JObject(), cancellationToken).ConfigureAwait(false)
        ?? throw new UnexpectedResponseException("The service does not tell how many users there are.", "Use -MaxTargets instead of -MaxPercent.");

    public Task<IReadOnlyList<UserLookup>> ReadStatesAsync(IReadOnlyList<UserKey> users, StateNeeds needs, CancellationToken cancellationToken)
    {
        // Better now than when a change is about to be sent.
        foreach (var group in needs.Groups)
        {
            OrganizationMutations.DirectoryOf(group);
        }

        return (_states ??= new OrganizationStates(Lists(), _source.Name)).ReadAsync(
            users,
            _granting is null ? needs : needs with { AllGroups = true },
            cancellationToken
        );
    }

    public async Task<UserLookup> ReadBackAsync(UserKey user, StateNeeds needs, CancellationToken cancellationToken) =>
        (await ReadStatesAsync(new[] { user }, needs, cancellationToken).ConfigureAwait(false))[0];

    public Task<ExternalGroup> FindGroupAsync(string nameOrId, CancellationToken cancellationToken) => Lists().FindGroupAsync(nameOrId, cancellationToken);

    public Task<bool> AddMemberAsync(ExternalGroup group, string accountId, CancellationToken cancellationToken) =>
        Writes().AddMemberAsync(group, accountId, cancellationToken);

    public Task<bool> RemoveMemberAsync(ExternalGroup group, string accountId, CancellationToken cancellationToken) =>
        Writes().RemoveMemberAsync(group, accountId, cancellationToken);

    public async Task<IReadOnlyList<ExternalGroup>> GrantingGroupsAsync(
        IReadOnlyList<string> applications,
        IReadOnlyList<UserState> users,
        CancellationToken cancellationToken
    )
    {
        var groups = await (_granting ??= new GrantingGroups(Lists())).OfAsync(applications, users, cancellationToken).ConfigureAwait(false);
        foreach (var group in groups.Where(group => group.Applications is not null))
        {
            OrganizationMutations.DirectoryOf(group);
        }

        return groups;
    }

    public Task DisableAsync(string accountId, string? message, CancellationToken cancellationToken) =>
        Writes().DisableAsync(accountId, message, cancellationToken);

    public Task EnableAsync(string accountId, CancellationToken cancellationToken) => Writes().LifecycleAsync(accountId, "enable", cancellationToken);

    public Task DeleteAsync(string accountId, CancellationToken cancellationToken) => Writes().LifecycleAsync(accountId, "delete", cancellationToken);

    public Task CancelDeletionAsync(string accountId, CancellationToken cancellationToken) =>
        Writes().LifecycleAsync(accountId, "cancel-delete", cancellationToken);

    public async Task<ExternalDirectory> FindDirectoryAsync(string? nameOrId, CancellationToken cancellationToken)
    {
        var all = new List<ExternalDirectory>();
        await Lists()
            .Directories()
            .ReadAsync(
                page =>
                {
                    all.AddRange(page);
                    return Task.CompletedTask;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        var names = string.Join(", ", all.Select(directory => directory.Name));
        if (nameOrId is null)
        {
            return all.Count == 1
                ? all[0]
                : throw new InvalidInputException(
                    "Directory",
                    $"'{_source.Name}' has {Invariant.Text(all.Count)} directories ({names}), and access is a matter of one of them.",
                    "Give one of them with -Directory."
                );
        }

        return OrganizationQueries.Pick(all, nameOrId, _source.Name);
    }

    public Task SuspendAsync(string directoryId, string accountId, CancellationToken cancellationToken) =>
        Writes().SuspendAsync(directoryId, accountId, cancellationToken);

    public Task ResumeAsync(string directoryId, string accountId, CancellationToken cancellationToken) =>
        Writes().ResumeAsync(directoryId, accountId, cancellationToken);

    public Task<bool> RemoveFromDirectoryAsync(string directoryId, string accountId, CancellationToken cancellationToken) =>
        Writes().RemoveFromDirectoryAsync(directoryId, accountId, cancellationToken);

    public Task<IReadOnlyList<string?>> GetTokenIdsAsync(string accountId, CancellationToken cancellationToken) =>
        Writes().GetTokenIdsAsync(accountId, cancellationToken);

    public Task<bool> RevokeTokenAsync(string accountId, string tokenId, CancellationToken cancellationToken) =>
        Writes().RevokeTokenAsync(accountId, tokenId, cancellationToken);

    private OrganizationMutations Writes() => new(_client.Service, OrganizationId());
}
