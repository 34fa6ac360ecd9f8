using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Checks;

/// <summary>Makes checks one after another; once one has failed, the later ones are only noted as skipped.</summary>
internal sealed class CheckSequence
{
    private readonly List<SourceCheck> _checks = new();

    public IReadOnlyList<SourceCheck> Checks => _checks;

    public SourceCheck? Failure => _checks.FirstOrDefault(check => check.Outcome == CheckOutcome.Failed);

    public async Task RunAsync(string name, Func<Task<CheckVerdict>> check)
    {
        if (Failure is { } failure)
        {
            _checks.Add(
                new SourceCheck
                {
                    Name = name,
                    Outcome = CheckOutcome.Skipped,
                    Detail = $"Not checked, because the check '{failure.Name}' failed.",
                }
            );
            return;
        }

        CheckVerdict verdict;
        try
        {
            verdict = await check().ConfigureAwait(false);
        }
        catch (ExternalSourceException exception)
        {
            verdict = CheckVerdict.Failed(exception.Message, exception.Recommendation);
        }

        _checks.Add(
            new SourceCheck
            {
                Name = name,
                Outcome = verdict.Outcome,
                Detail = verdict.Detail,
                Recommendation = verdict.Recommendation,
            }
        );
    }

    public Task RunAsync(string name, Func<CheckVerdict> check) => RunAsync(name, () => Task.FromResult(check()));
}

/// <summary>What one check found.</summary>
internal sealed record CheckVerdict(CheckOutcome Outcome, string Detail, string? Recommendation = null)
{
    public static CheckVerdict Passed(string detail) => new(CheckOutcome.Passed, detail);

    public static CheckVerdict Warning(string detail, string recommendation) => new(CheckOutcome.Warning, detail, recommendation);

    public static CheckVerdict Failed(string detail, string recommendation) => new(CheckOutcome.Failed, detail, recommendation);
}
