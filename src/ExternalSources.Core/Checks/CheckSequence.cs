using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Checks;

/// <summary>Runs checks in order. After a check fails, the remaining checks are skipped.</summary>
internal sealed class CheckSequence
{
    private readonly List<SourceCheck> _checks = new();

    public IReadOnlyList<SourceCheck> Checks => _checks;

    public SourceCheck? Failure => _checks.FirstOrDefault(check => check.Outcome == CheckOutcome.Failed);

    public async Task RunAsync(string name, Func<Task<CheckResult>> check)
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

        CheckResult result;
        try
        {
            result = await check().ConfigureAwait(false);
        }
        catch (ExternalSourceException exception)
        {
            result = CheckResult.Failed(exception.Message, exception.Recommendation);
        }

        _checks.Add(
            new SourceCheck
            {
                Name = name,
                Outcome = result.Outcome,
                Detail = result.Detail,
                Recommendation = result.Recommendation,
            }
        );
    }

    public Task RunAsync(string name, Func<CheckResult> check) => RunAsync(name, () => Task.FromResult(check()));
}

/// <summary>The result of one check.</summary>
internal sealed record CheckResult(CheckOutcome Outcome, string Detail, string? Recommendation = null)
{
    public static CheckResult Passed(string detail) => new(CheckOutcome.Passed, detail);

    public static CheckResult Warning(string detail, string recommendation) => new(CheckOutcome.Warning, detail, recommendation);

    public static CheckResult Failed(string detail, string recommendation) => new(CheckOutcome.Failed, detail, recommendation);
}
