using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>
/// Compares the seats that a site counts with those that its groups grant. A site shows only groups, so a seat that a user holds without a group shows in
/// the count alone.
/// </summary>
internal sealed class JiraSeats
{
    private readonly string _source;
    private readonly (ApplicationRole Role, IdSet Holders)[] _roles;

    public JiraSeats(string source, IEnumerable<ApplicationRole> roles)
    {
        _source = source;
        _roles = roles.Select(role => (role, new IdSet())).ToArray();
    }

    /// <summary>Adds members of a group. Apps and portal customers use no seat, and neither do inactive accounts.</summary>
    public void Add(string groupId, IReadOnlyList<ExternalUser> members)
    {
        var ids = members
            .Where(user => user.Status == nameof(UserStatus.Active) && user.AccountType is not (nameof(AccountType.App) or nameof(AccountType.Customer)))
            .Select(user => user.AccountId)
            .ToArray();
        foreach (var (role, holders) in _roles)
        {
            if (!role.GroupIds.Contains(groupId))
            {
                continue;
            }

            lock (holders)
            {
                foreach (var id in ids)
                {
                    holders.Add(id);
                }
            }
        }
    }

    /// <summary>Returns a warning for each application with more seats than users in its groups, and for each whose seats the site does not count.</summary>
    public IReadOnlyList<string> Gaps() => _roles.Select(one => Gap(one.Role, one.Holders.Count)).OfType<string>().ToArray();

    /// <summary>Reads the members of the groups that grant applications, and returns the warnings.</summary>
    public static async Task<IReadOnlyList<string>> GapsAsync(
        JiraQueries queries,
        string source,
        IReadOnlyList<ApplicationSelector> applications,
        int maxConcurrency,
        CancellationToken cancellationToken
    )
    {
        var roles = await queries.ApplicationRolesAsync(applications, cancellationToken).ConfigureAwait(false);
        var selected = roles.Where(role => role.Users != 0 && (applications.Count == 0 || applications.Any(role.IsSelectedBy))).ToArray();
        var seats = new JiraSeats(source, selected);
        await Batch
            .AllAsync(
                selected.Where(role => role.Users is not null).SelectMany(role => role.GroupIds).Distinct().ToArray(),
                maxConcurrency,
                async (group, token) =>
                {
                    await queries
                        .Members(group, maxConcurrency)
                        .ReadWholeAsync(
                            page =>
                            {
                                seats.Add(group, page);
                                return Task.CompletedTask;
                            },
                            token
                        )
                        .ConfigureAwait(false);
                    return true;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return seats.Gaps();
    }

    private string? Gap(ApplicationRole role, int found)
    {
        if (role.Users is not { } users)
        {
            return $"'{_source}' does not count the users of {role.Application}, so it is unknown whether users hold a seat without a group. "
                + "To find such users, use the organization of the site as -Source.";
        }

        return users > found
            ? $"'{_source}' counts {Invariant.Count(users, "user")} of {role.Application}, but its groups have only {Invariant.Count(found, "active user")}. "
                + $"{Invariant.Count(users - found, "user")} may hold a seat without a group, which a site does not show. "
                + "To find such users, use the organization of the site as -Source."
            : null;
    }
}
