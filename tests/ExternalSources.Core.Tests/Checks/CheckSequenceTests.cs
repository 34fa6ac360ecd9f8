using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Http;
using Xunit;

namespace ExternalSources.Core.Tests.Checks;

public class CheckSequenceTests
{
    private readonly CheckSequence _checks = new();

    [Fact]
    public async Task Checks_are_in_order_with_their_results()
    {
        await _checks.RunAsync("First", () => CheckResult.Passed("Good."));
        await _checks.RunAsync("Second", () => CheckResult.Warning("Not so good.", "Mend it."));

        Assert.Equal(
            [
                new SourceCheck
                {
                    Name = "First",
                    Outcome = CheckOutcome.Passed,
                    Detail = "Good.",
                },
                new SourceCheck
                {
                    Name = "Second",
                    Outcome = CheckOutcome.Warning,
                    Detail = "Not so good.",
                    Recommendation = "Mend it.",
                },
            ],
            _checks.Checks
        );
        Assert.Null(_checks.Failure);
    }

    [Fact]
    public async Task After_a_failure_no_check_runs()
    {
        var made = 0;
        await _checks.RunAsync("First", () => CheckResult.Failed("Broken.", "Mend it."));
        await _checks.RunAsync("Second", () => CheckResult.Passed((++made).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        await _checks.RunAsync("Third", () =>
            Task.FromResult(CheckResult.Failed((++made).ToString(System.Globalization.CultureInfo.InvariantCulture), string.Empty))
        );

        Assert.Equal(0, made);
        Assert.Equal("First", _checks.Failure!.Name);
        Assert.Equal([CheckOutcome.Failed, CheckOutcome.Skipped, CheckOutcome.Skipped], _checks.Checks.Select(check => check.Outcome));
        Assert.All(_checks.Checks.Skip(1), check => Assert.Contains("'First' failed", check.Detail));
    }

    [Fact]
    public async Task A_warning_does_not_stop_the_others()
    {
        await _checks.RunAsync("First", () => CheckResult.Warning("Hm.", "Look."));
        await _checks.RunAsync("Second", () => CheckResult.Passed("Good."));
        Assert.Equal(CheckOutcome.Passed, _checks.Checks[1].Outcome);
    }

    [Fact]
    public async Task A_typed_error_is_a_failed_check_with_its_message()
    {
        await _checks.RunAsync("First", () => Task.FromException<CheckResult>(new UnexpectedResponseException("It was not JSON.", "Look at the proxy.")));
        Assert.Equal(
            (CheckOutcome.Failed, "It was not JSON.", "Look at the proxy."),
            (_checks.Failure!.Outcome, _checks.Failure.Detail, _checks.Failure.Recommendation)
        );
    }

    [Fact]
    public async Task A_cancellation_is_not_an_outcome()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            _checks.RunAsync("First", () => Task.FromException<CheckResult>(new OperationCanceledException()))
        );
        Assert.Empty(_checks.Checks);
    }
}
