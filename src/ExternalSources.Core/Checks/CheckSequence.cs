using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Checks;

/// <summary>Runs checks in order. After a check fails, the remaining checks are skipped. Independent checks run at the same time.</summary>
internal sealed class CheckSequence
{
    private readonly List<SourceCheck> _checks;

    /// <summary>A sequence that continues after earlier checks.</summary>
    public CheckSequence(IEnumerable<SourceCheck> earlier) => _checks = earlier.ToList();

    public CheckSequence()
        : this([]) { }

    public IReadOnlyList<SourceCheck> Checks => _checks;

    public SourceCheck? Failure => _checks.FirstOrDefault(check => check.Outcome == CheckOutcome.Failed);

    public async Task RunAsync(string name, Func<Task<CheckResult>> check)
    {
        _checks.Add(Failure is { } failure ? Skipped(name, failure) : await ResultAsync(name, check).ConfigureAwait(false));
    }

    public Task RunAsync(string name, Func<CheckResult> check) => RunAsync(name, () => Task.FromResult(check()));

    /// <summary>Runs checks at the same time, and then one more. If one of them fails, the others still have their results.</summary>
    public async Task RunTogetherAsync(IReadOnlyList<NamedCheck> checks, NamedCheck? last = null)
    {
        if (Failure is { } failure)
        {
            _checks.AddRange((last is null ? checks : checks.Append(last)).Select(check => Skipped(check.Name, failure)));
            return;
        }

        _checks.AddRange(await Task.WhenAll(checks.Select(check => ResultAsync(check.Name, check.RunAsync))).ConfigureAwait(false));
        if (last is not null)
        {
            _checks.Add(await ResultAsync(last.Name, last.RunAsync).ConfigureAwait(false));
        }
    }

    private static SourceCheck Skipped(string name, SourceCheck failure) =>
        new()
        {
            Name = name,
            Outcome = CheckOutcome.Skipped,
            Detail = $"Not checked, because the check '{failure.Name}' failed.",
        };

    private static async Task<SourceCheck> ResultAsync(string name, Func<Task<CheckResult>> check)
    {
        CheckResult result;
        try
        {
            result = await check().ConfigureAwait(false);
        }
        catch (ExternalSourceException exception)
        {
            result = CheckResult.Failed(exception.Message, exception.Recommendation);
        }

        return new SourceCheck
        {
            Name = name,
            Outcome = result.Outcome,
            Detail = result.Detail,
            Recommendation = result.Recommendation,
        };
    }
}

/// <summary>A check with its name.</summary>
internal sealed record NamedCheck(string Name, Func<Task<CheckResult>> RunAsync);

/// <summary>The result of one check.</summary>
internal sealed record CheckResult(CheckOutcome Outcome, string Detail, string? Recommendation = null)
{
    public static CheckResult Passed(string detail) => new(CheckOutcome.Passed, detail);

    public static CheckResult Unknown(string detail, string? recommendation = null) => new(CheckOutcome.Unknown, detail, recommendation);

    public static CheckResult Warning(string detail, string recommendation) => new(CheckOutcome.Warning, detail, recommendation);

    public static CheckResult Failed(string detail, string recommendation) => new(CheckOutcome.Failed, detail, recommendation);
}
