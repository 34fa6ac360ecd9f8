using System;
using System.Threading.Tasks;
using ExternalSources.Package.Tests.Support;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Package.Tests.Processes;

/// <summary>The quickstart's host with a script of one's own, and as a shell.</summary>
public sealed class QuickstartHostTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    [Fact]
    public async Task A_script_runs_with_the_module_and_the_simulator_at_hand_and_may_choose_its_exit_code()
    {
        var outcome = await RunAsync("$Simulator; (Get-Command -Module ExternalSources).Count; exit 7");
        Assert.True(outcome.ExitCode == 7, outcome.ToString());
        Assert.Matches($@"^http://127\.0\.0\.1:\d+/\n{PackageAssembly.Cmdlets.Count}\n$", outcome.Output);
    }

    [Fact]
    public async Task A_script_that_throws_fails_and_says_why()
    {
        var outcome = await RunAsync("throw 'The runbook says why.'");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("The runbook says why.", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_lacks_a_key_fails_instead_of_waiting_for_somebody()
    {
        var outcome = await RunAsync("$ErrorActionPreference = 'Stop'; New-ExternalSource -Name acme -Type Access -Url $Simulator -SessionOnly");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("there is no -ApiKey", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_is_not_there_is_an_error()
    {
        var outcome = await QuickstartProcess.RunAsync(_home, ["missing.ps1"]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("missing.ps1", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shell_runs_what_is_typed_and_goes_on_after_an_error()
    {
        var input = string.Join(
            '\n',
            "Get-ExternalSource nobody",
            "throw 'oops'",
            "if ($true) {",
            "'two ' + 'lines' }",
            "exit 3",
            "'not reached'",
            string.Empty
        );
        var outcome = await QuickstartProcess.RunAsync(_home, ["-Interactive"], input);
        Assert.True(outcome.ExitCode == 3, outcome.ToString());
        Assert.Contains("'nobody'", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("oops", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("two lines\n", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not reached", outcome.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Dispose();

    private Task<ProcessOutcome> RunAsync(string script) => QuickstartProcess.RunAsync(_home, [_home.Write("script.ps1", script)]);
}
