using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <content>What can be done to users of a site.</content>
internal sealed partial class JiraCloudConnector : IUserStates, IAccessRevoker, ISiteUserRemover, IIssueCreator
{
    private JiraStates? _states;
    private Tuple<string, IReadOnlyList<ExternalGroup>>? _granting;

    public async Task<string?> OwnAccountIdAsync(CancellationToken cancellationToken)
    {
        await ListsAsync(cancellationToken).ConfigureAwait(false);
        return (await _client!.GetMyselfAsync(cancellationToken).ConfigureAwait(false)).AccountId;
    }

    public async Task<int> CountPeopleAsync(CancellationToken cancellationToken) =>
        await (await StatesAsync(cancellationToken).ConfigureAwait(false)).CountPeopleAsync(cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<UserLookup>> ReadStatesAsync(IReadOnlyList<UserKey> users, StateNeeds needs, CancellationToken cancellationToken) =>
        await (await StatesAsync(cancellationToken).ConfigureAwait(false)).ReadAsync(users, needs, cancellationToken).ConfigureAwait(false);

    public async Task<UserLookup> ReadBackAsync(UserKey user, StateNeeds needs, CancellationToken cancellationToken) =>
        await (await StatesAsync(cancellationToken).ConfigureAwait(false)).ReadOneAsync(user, needs, cancellationToken).ConfigureAwait(false);

    public async Task<ExternalGroup> FindGroupAsync(string nameOrId, CancellationToken cancellationToken) =>
        await (await ListsAsync(cancellationToken).ConfigureAwait(false)).FindGroupAsync(nameOrId, cancellationToken).ConfigureAwait(false);

    public async Task<bool> AddMemberAsync(ExternalGroup group, string accountId, CancellationToken cancellationToken) =>
        await (await WritesAsync(cancellationToken).ConfigureAwait(false)).AddMemberAsync(group, accountId, cancellationToken).ConfigureAwait(false);

    public async Task<bool> RemoveMemberAsync(ExternalGroup group, string accountId, CancellationToken cancellationToken) =>
        await (await WritesAsync(cancellationToken).ConfigureAwait(false)).RemoveMemberAsync(group, accountId, cancellationToken).ConfigureAwait(false);

    public async Task<bool> RemoveFromSiteAsync(string accountId, CancellationToken cancellationToken) =>
        await (await WritesAsync(cancellationToken).ConfigureAwait(false)).RemoveFromSiteAsync(accountId, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<ExternalGroup>> GrantingGroupsAsync(
        IReadOnlyList<string> applications,
        IReadOnlyList<UserState> users,
        CancellationToken cancellationToken
    )
    {
        // A site's are the same for all users; a run asks again for each few of them.
        var asked = string.Join(",", applications);
        if (_granting is { } known && known.Item1 == asked)
        {
            return known.Item2;
        }

        var queries = await ListsAsync(cancellationToken).ConfigureAwait(false);
        var roles = await queries.ApplicationRolesAsync(applications, cancellationToken).ConfigureAwait(false);
        var ids = roles
            .Where(role => applications.Count == 0 || applications.Contains(role.Application, StringComparer.OrdinalIgnoreCase))
            .SelectMany(role => role.GroupIds)
            .Distinct()
            .ToArray();
        var groups = (await queries.GroupsByIdAsync(ids, cancellationToken).ConfigureAwait(false))
            .GroupBy(group => group.Id, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
        // One that the site does not find again grants what it grants all the same; an exemption may go by its name.
        var names = roles.SelectMany(role => role.Groups).ToLookup(group => group.Id, group => group.Name, StringComparer.Ordinal);
        var granting = ids.Select(id =>
                groups.TryGetValue(id, out var group)
                    ? group
                    : new ExternalGroup
                    {
                        Source = _source.Name,
                        Id = id,
                        Name = names[id].FirstOrDefault(name => name is not null)
                            ?? throw new UnexpectedResponseException(
                                $"'{_source.Name}' does not tell the name of the group {id}, which grants an application.",
                                "Look at the application's access settings; if it stays so, report it to Atlassian's support."
                            ),
                    }
            )
            .Select(group => group with { Applications = roles.Where(role => role.GroupIds.Contains(group.Id)).Select(role => role.Application).ToArray() })
            .ToArray();
        _granting = Tuple.Create<string, IReadOnlyList<ExternalGroup>>(asked, granting);
        return granting;
    }

    public async Task<string> CreateIssueAsync(IssueDraft draft, CancellationToken cancellationToken) =>
        await (await IssuesAsync(cancellationToken).ConfigureAwait(false)).CreateAsync(draft, cancellationToken).ConfigureAwait(false);

    public async Task<string?> FindIssueAsync(IssueDraft draft, CancellationToken cancellationToken) =>
        await (await IssuesAsync(cancellationToken).ConfigureAwait(false)).FindAsync(draft, cancellationToken).ConfigureAwait(false);

    private async Task<JiraIssues> IssuesAsync(CancellationToken cancellationToken)
    {
        await ListsAsync(cancellationToken).ConfigureAwait(false);
        return new JiraIssues(_client!.Service);
    }

    private async Task<JiraStates> StatesAsync(CancellationToken cancellationToken)
    {
        var queries = await ListsAsync(cancellationToken).ConfigureAwait(false);
        return _states ??= new JiraStates(queries, _source.Name);
    }

    private async Task<JiraMutations> WritesAsync(CancellationToken cancellationToken)
    {
        await ListsAsync(cancellationToken).ConfigureAwait(false);
        return new JiraMutations(_client!.Service);
    }
}
