using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Model;

namespace ExternalSources.Core.Runs.Safety;

/// <summary>How many people a run may touch at most. It is refused as a whole, before its first change.</summary>
internal sealed record RunLimits
{
    public int? MaxTargets { get; init; }

    /// <summary>Of all people of a source.</summary>
    public double? MaxPercent { get; init; }

    public bool IsSet => MaxTargets is not null || MaxPercent is not null;

    /// <summary>Refuses the run where it names more people than it may.</summary>
    /// <param name="candidates">The users that were named.</param>
    /// <param name="countPeopleAsync">Counts the people of a source, by the source's name.</param>
    /// <param name="cancellationToken">Cancels the count.</param>
    /// <exception cref="RunRefusedException">The run is over a limit.</exception>
    public async Task CheckAsync(
        IReadOnlyList<Candidate> candidates,
        Func<string, CancellationToken, Task<int>> countPeopleAsync,
        CancellationToken cancellationToken
    )
    {
        var people = candidates
            .GroupBy(candidate => candidate.Source, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                source => source.Key,
                source => source.Select(candidate => candidate.AccountId ?? candidate.Email).Distinct(StringComparer.OrdinalIgnoreCase).Count(),
                StringComparer.OrdinalIgnoreCase
            );
        if (people.Values.Sum() is var count && count > MaxTargets)
        {
            throw new RunRefusedException(
                $"The command is about {Invariant.Count(count, "user")}, but -MaxTargets allows {Invariant.Text(MaxTargets.Value)}. Nothing was changed.",
                "See with -WhatIf whom it would touch; then select fewer, or raise the limit."
            );
        }

        if (MaxPercent is not { } limit)
        {
            return;
        }

        foreach (var source in people)
        {
            var all = await countPeopleAsync(source.Key, cancellationToken).ConfigureAwait(false);
            var percent = all == 0 ? 100.0 : 100.0 * source.Value / all;
            if (percent > limit)
            {
                throw new RunRefusedException(
                    $"The command is about {Invariant.Text(source.Value)} of {Invariant.Count(all, "user")} of '{source.Key}', {percent.ToString("0.#", CultureInfo.InvariantCulture)} %, but -MaxPercent allows {limit.ToString("0.#", CultureInfo.InvariantCulture)} %. Nothing was changed.",
                    "See with -WhatIf whom it would touch; then select fewer, or raise the limit."
                );
            }
        }
    }
}
