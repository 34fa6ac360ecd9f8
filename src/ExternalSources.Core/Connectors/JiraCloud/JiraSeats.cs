using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>
/// Compares the seats that a site counts with those that its groups grant. A site shows only groups, so a seat that a user holds without a group shows in
/// the count alone.
/// </summary>
internal static class JiraSeats
{
    /// <summary>Returns a warning if an application has more seats than users were found in its groups; otherwise <see langword="null"/>.</summary>
    /// <param name="source">The name of the source.</param>
    /// <param name="role">The application.</param>
    /// <param name="found">The number of active users in its groups, or more.</param>
    public static string? Gap(string source, ApplicationRole role, int found) =>
        role.Users is { } users && users > found
            ? $"'{source}' counts {Invariant.Count(users, "user")} of {role.Application}, but its groups have only {Invariant.Count(found, "active user")}. "
                + $"{Invariant.Count(users - found, "user")} may hold a seat without a group, which a site does not show. "
                + "To find such users, use the organization of the site as -Source."
            : null;

    /// <summary>
    /// Returns a warning for each application that certainly has users without a group. The members of its groups are added, although a user may be in
    /// several of them, so a small number of such users can stay hidden.
    /// </summary>
    public static async Task<IReadOnlyList<string>> GapsAsync(
        JiraQueries queries,
        string source,
        IReadOnlyList<ApplicationSelector> applications,
        CancellationToken cancellationToken
    )
    {
        var roles = await queries.ApplicationRolesAsync(applications, cancellationToken).ConfigureAwait(false);
        var selected = roles.Where(role => role.Users > 0 && (applications.Count == 0 || applications.Any(role.IsSelectedBy))).ToArray();
        var groups = selected.SelectMany(role => role.GroupIds).Distinct().ToArray();
        var counts = await Batch
            .AllAsync(groups, 4, (group, token) => queries.CountMembersAsync(group, withInactive: false, token), cancellationToken)
            .ConfigureAwait(false);
        var members = groups.Zip(counts, (group, count) => (group, count)).ToDictionary(one => one.group, one => one.count);
        return selected
            // Without the size of a group, nothing is known.
            .Where(role => role.GroupIds.All(group => members[group] is not null))
            .Select(role => Gap(source, role, role.GroupIds.Sum(group => members[group]!.Value)))
            .OfType<string>()
            .ToArray();
    }
}
