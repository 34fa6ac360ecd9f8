using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Users;

/// <summary>The users that the parameters and the pipeline select.</summary>
internal sealed record UserSelection
{
    /// <summary>The filter that the parameters describe.</summary>
    public required UserFilter Filter { get; init; }

    /// <summary>The users, groups and sources that the pipeline names.</summary>
    public required PipelineEntries Entries { get; init; }

    /// <summary>Returns the error of a source that cannot apply a filter, or <see langword="null"/> if it can.</summary>
    public static CapabilityException? Refusal(UserFilter filter, ExternalSource source)
    {
        var criteria = ConnectorFactory.Criteria(source.Type);
        var unknown = filter.Used().Where(used => !criteria.Criteria.Contains(used) && !criteria.ThroughOrganization.Contains(used)).ToArray();
        if (unknown.Length > 0)
        {
            return new CapabilityException(source, unknown[0]);
        }

        return filter.IncludeRoles && !criteria.ReturnsRoles ? CapabilityException.NoRoles(source) : null;
    }

    /// <summary>Returns the filters of each source, by the id of the source.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<UserFilter>> FiltersOf(IEnumerable<ExternalSource> sources) =>
        sources.ToDictionary(source => source.Id, source => Entries.FiltersIn(source, Filter));

    /// <summary>Finds the named users that no source returned, or that one source returned several times.</summary>
    /// <param name="sources">The sources that were read.</param>
    /// <param name="hits">The matches in each source.</param>
    /// <param name="failed">The sources that were not read to the end. A named user can be in one of them.</param>
    public MatchReport Match(IReadOnlyList<ExternalSource> sources, MatchCounter hits, ICollection<string> failed)
    {
        var others = Filter
            .Used()
            .Where(used => used is not (UserCriterion.Email or UserCriterion.AccountId or UserCriterion.User))
            .Concat(Filter.AnyTypeById ? Array.Empty<UserCriterion>() : new[] { UserCriterion.AccountType })
            .ToArray();
        var arguments = Filter
            .AccountIds.Select(id => (Value: id, IsId: true))
            .Concat(Filter.Emails.Concat(Filter.Users).Where(pattern => pattern.IsExact).Select(pattern => (Value: pattern.Text, IsId: false)));
        var notFound = new List<UserNotFoundException>();
        var warnings = new List<string>();
        var unknown = 0;
        foreach (
            var (value, isId, covers) in arguments
                .Select(argument => (argument.Value, argument.IsId, (Func<ExternalSource, bool>)(_ => true)))
                .Concat(Entries.People)
        )
        {
            var asked = sources.Where(covers).ToArray();
            var most = asked.Select(source => hits.Of(source.Name, value, isId)).DefaultIfEmpty(1).Max();
            if (most == 0 && asked.Any(source => failed.Contains(source.Name)))
            {
                unknown++;
            }
            else if (most == 0)
            {
                var where = asked.Length == sources.Count ? "the selected sources" : string.Join(", ", asked.Select(source => $"'{source.Name}'"));
                notFound.Add(new UserNotFoundException(value, where, others));
            }
            else if (most > 1)
            {
                warnings.Add($"'{value}' matches {Invariant.Count(most, "user")} in one source.");
            }
        }

        if (unknown > 0)
        {
            warnings.Add(
                $"{Invariant.Count(unknown, "named user")} {(unknown == 1 ? "was" : "were")} not found, but may be in a source that could not be read."
            );
        }

        return new MatchReport(notFound, warnings);
    }
}

/// <summary>What the command reports about the users that it was asked for by name.</summary>
internal sealed record MatchReport(IReadOnlyList<UserNotFoundException> NotFound, IReadOnlyList<string> Warnings);
