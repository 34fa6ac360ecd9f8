using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources;

/// <summary>Reads the groups of a site.</summary>
internal sealed class JiraGroupReader
{
    private readonly JiraLists _lists;

    public JiraGroupReader(JiraLists lists) => _lists = lists;

    public async Task ReadAsync(GroupFilter filter, Func<IReadOnlyList<ExternalGroup>, Task> writeAsync, CancellationToken cancellationToken)
    {
        var roles = filter.NeedsApplications ? await _lists.ApplicationRolesAsync(filter.Applications, cancellationToken).ConfigureAwait(false) : null;
        await _lists.Groups(filter.Ahead).ReadAsync(async page =>
        {
            var wanted = page
                .Select(group => roles is null ? group : group with { Applications = roles.Where(role => role.GroupIds.Contains(group.Id)).Select(role => role.Application).ToArray() })
                .Where(filter.Matches)
                .ToArray();
            if (filter.IncludeCounts)
            {
                var counts = await Slices.AllAsync(wanted, filter.Ahead, (group, token) => _lists.CountMembersAsync(group.Id, token), cancellationToken).ConfigureAwait(false);
                wanted = wanted.Zip(counts, (group, count) => group with { MemberCount = count }).ToArray();
            }

            if (wanted.Length > 0)
                await writeAsync(wanted).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
    }
}
