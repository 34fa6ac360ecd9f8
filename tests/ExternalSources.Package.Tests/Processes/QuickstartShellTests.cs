using System;
using System.Threading.Tasks;
using ExternalSources.Package.Tests.Support;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Package.Tests.Processes;

/// <summary>The quickstart with the user's own script, and as a shell.</summary>
public sealed class QuickstartShellTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    [Fact]
    public async Task A_script_runs_in_PowerShell_with_the_module_and_the_simulator_at_hand_and_chooses_its_exit_code()
    {
        var outcome = await RunAsync("$Host.Name; $Simulator; (Get-Command -Module ExternalSources).Count; exit 7");
        Assert.True(outcome.ExitCode == 7, outcome.ToString());
        Assert.Matches($@"^ConsoleHost\nhttp://127\.0\.0\.1:\d+/\n{PackageAssembly.Cmdlets.Count}\n$", outcome.Output);
    }

    [Fact]
    public async Task A_script_that_throws_fails_and_says_why()
    {
        var outcome = await RunAsync("throw 'The runbook says why.'");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("The runbook says why.", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', outcome.Errors);
    }

    [Fact]
    public async Task A_script_without_a_key_fails_and_does_not_wait()
    {
        var outcome = await RunAsync("$ErrorActionPreference = 'Stop'; New-ExternalSource -Name acme -Type Access -Url $Simulator -SessionOnly");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("has no -ApiKey, and this session is not interactive", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_does_not_exist_is_an_error()
    {
        var outcome = await QuickstartProcess.RunAsync(_home, ["missing.ps1"]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("missing.ps1", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_sees_a_store_of_its_own_that_is_gone_afterwards()
    {
        var own = _home.Combine("store");
        var outcome = await RunAsync("[System.IO.Directory]::Exists($env:EXTERNALSOURCES_HOME); $env:EXTERNALSOURCES_HOME");
        var lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("True", lines[0]);
        Assert.NotEqual(own, lines[1]);
        Assert.False(System.IO.Path.Exists(lines[1]));
    }

    [Theory]
    [InlineData("C", "en-US")]
    [InlineData("C.UTF-8", "en-US")]
    [InlineData("de_DE.UTF-8", "de-DE")]
    public async Task The_language_of_the_environment_is_kept_and_a_missing_one_is_English(string language, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows takes the language from the user's settings.");
        var script = _home.Write("script.ps1", "[cultureinfo]::CurrentUICulture.Name");
        var outcome = await QuickstartProcess.RunAsync(_home, [script], string.Empty, ("LC_ALL", language));
        Assert.True(outcome.Output == expected + "\n", outcome.ToString());
    }

    [Fact]
    public async Task The_shell_has_the_sources_of_the_simulator_and_goes_on_after_an_error()
    {
        var input = """
            Get-ExternalSource nobody
            throw 'oops'
            (Get-ExternalSource -Refresh).Status
            exit 3
            'not reached'

            """;
        var outcome = await QuickstartProcess.RunAsync(_home, ["-Interactive"], input);
        Assert.True(outcome.ExitCode == 3, outcome.ToString());
        var lines = outcome.Output.Split('\n');
        Assert.StartsWith("The sources acme (Access) and acme-jira (JiraCloud) are connected to the simulator", lines[0], StringComparison.Ordinal);
        Assert.Matches(@" at http://127\.0\.0\.1:\d+/, for this session only\.$", lines[0]);
        Assert.StartsWith("Get-Command -Module ExternalSources lists the commands.", lines[1], StringComparison.Ordinal);
        Assert.Contains("\nConnected\nConnected\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("'nobody'", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("oops", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("not reached\n", outcome.Output.Replace("'not reached'", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    public void Dispose() => _home.Dispose();

    private Task<ProcessOutcome> RunAsync(string script) => QuickstartProcess.RunAsync(_home, [_home.Write("script.ps1", script)]);
}
