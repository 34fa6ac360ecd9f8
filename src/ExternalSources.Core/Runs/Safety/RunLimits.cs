using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources;

/// <summary>How many people a run may touch at most. It is refused as a whole, before its first change.</summary>
internal sealed record RunLimits
{
    public int? MaxTargets { get; init; }

    /// <summary>Of all people of a source.</summary>
    public double? MaxPercent { get; init; }

    public bool IsSet => MaxTargets is not null || MaxPercent is not null;

    public async Task CheckAsync(IReadOnlyList<Candidate> candidates, IReadOnlyDictionary<string, SourceLane> lanes, CancellationToken cancellationToken)
    {
        var people = candidates.GroupBy(candidate => candidate.Source, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(source => source.Key, source => source.Select(candidate => candidate.AccountId ?? candidate.Email).Distinct(StringComparer.OrdinalIgnoreCase).Count(), StringComparer.OrdinalIgnoreCase);
        if (people.Values.Sum() is var count && count > MaxTargets)
        {
            throw new RunRefusedException(
                $"The command is about {Invariant.Count(count, "user")}, but -MaxTargets allows {Invariant.Text(MaxTargets.Value)}. Nothing was changed.",
                "See with -WhatIf whom it would touch; then select fewer, or raise the limit.");
        }

        if (MaxPercent is not { } limit)
            return;
        foreach (var source in people)
        {
            var all = await lanes[source.Key].CountPeopleAsync(cancellationToken).ConfigureAwait(false);
            var percent = all == 0 ? 100.0 : 100.0 * source.Value / all;
            if (percent > limit)
            {
                throw new RunRefusedException(
                    $"The command is about {Invariant.Text(source.Value)} of {Invariant.Count(all, "user")} of '{source.Key}', {percent.ToString("0.#", CultureInfo.InvariantCulture)} %, but -MaxPercent allows {limit.ToString("0.#", CultureInfo.InvariantCulture)} %. Nothing was changed.",
                    "See with -WhatIf whom it would touch; then select fewer, or raise the limit.");
            }
        }
    }
}
