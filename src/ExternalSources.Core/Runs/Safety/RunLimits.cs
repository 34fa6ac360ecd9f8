using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Model;

namespace ExternalSources.Core.Runs.Safety;

/// <summary>The largest number of users that a run may touch. A run over a limit is refused as a whole, before its first change.</summary>
internal sealed record RunLimits
{
    public int? MaxTargets { get; init; }

    /// <summary>A percentage of all users of a source.</summary>
    public double? MaxPercent { get; init; }

    public bool IsSet => MaxTargets is not null || MaxPercent is not null;

    /// <summary>Refuses a run that names more users than the limits allow.</summary>
    /// <param name="candidates">The users in the input.</param>
    /// <param name="countPeopleAsync">Counts the users of a source, by the source's name.</param>
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
                $"The command selects {Invariant.Count(count, "user")}, but -MaxTargets allows {Invariant.Text(MaxTargets.Value)}. Nothing was changed.",
                "Use -WhatIf to see the selected users. Then select fewer users, or raise the limit."
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
                    $"The command selects {Invariant.Text(source.Value)} of {Invariant.Count(all, "user")} of '{source.Key}' ({Percent(percent)}), "
                        + $"but -MaxPercent allows {Percent(limit)}. Nothing was changed.",
                    "Use -WhatIf to see the selected users. Then select fewer users, or raise the limit."
                );
            }
        }
    }

    private static string Percent(double value) => value.ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
