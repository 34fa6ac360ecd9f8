using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.TestKit.Tests.Shell;

public sealed class TestShellTests
{
    private const string Speaker = """
        function Speak {
            [CmdletBinding(SupportsShouldProcess)]
            param ([switch] $Break)

            $PSCmdlet.WriteObject('said')
            $PSCmdlet.WriteVerbose('in detail')
            $PSCmdlet.WriteDebug('for insiders')
            $PSCmdlet.WriteWarning('with care')
            $PSCmdlet.WriteInformation('by the way', @('aside'))
            $PSCmdlet.WriteProgress([System.Management.Automation.ProgressRecord]::new(1, 'Speaking', 'loudly'))
            $exception = [System.InvalidOperationException]::new('slip')
            $record = [System.Management.Automation.ErrorRecord]::new($exception, 'Slip', 'InvalidData', 'tongue')
            if ($Break) { $PSCmdlet.ThrowTerminatingError($record) }
            $PSCmdlet.WriteError($record)
            if ($PSCmdlet.ShouldProcess('the crowd', 'Address')) { 'addressed' }
        }

        """;

    [Fact]
    public void The_result_contains_every_stream()
    {
        using var shell = new TestShell();

        var result = shell.Run(Speaker + "$DebugPreference = 'Continue'; Speak -Verbose");

        Assert.Equal(ShellState.Completed, result.State);
        Assert.Equal(["said", "addressed"], result.OutputOf<string>());
        Assert.Equal("Slip,Speak", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Null(result.TerminatingError);
        Assert.Contains("in detail", result.Verbose.Select(record => record.Message));
        Assert.Equal("for insiders", Assert.Single(result.Debug).Message);
        Assert.Equal("with care", Assert.Single(result.Warnings).Message);
        Assert.Equal("by the way", Assert.Single(result.Information).ToString());
        Assert.Equal("Speaking", Assert.Single(result.Progress).Activity);
        Assert.Equal("Speaking", Assert.Single(shell.Host.Progress).Activity);
        Assert.Contains("WARNING: with care", result.HostLines);
    }

    [Fact]
    public void The_result_contains_a_terminating_error_and_the_output_before_it()
    {
        using var shell = new TestShell();

        var result = shell.Run(Speaker + "try { Speak -Break } catch { throw }");

        Assert.Equal(ShellState.Failed, result.State);
        Assert.Equal(["said"], result.OutputOf<string>());
        Assert.Equal("Slip,Speak", result.TerminatingError?.FullyQualifiedErrorId);
        Assert.NotNull(result.Exception);
        Assert.Equal("tongue", Assert.Single(result.AllErrors).TargetObject);
    }

    [Fact]
    public void A_script_continues_after_a_statement_terminating_error()
    {
        using var shell = new TestShell();

        var result = shell.Run(Speaker + "Speak -Break; 'on'");

        Assert.Equal(ShellState.Completed, result.State);
        Assert.Equal(["said", "on"], result.OutputOf<string>());
        Assert.Single(result.Errors);
    }

    [Fact]
    public void A_parse_error_is_in_the_result()
    {
        using var shell = new TestShell();

        var result = shell.Run("if (");

        Assert.Equal(ShellState.Failed, result.State);
        Assert.NotNull(result.TerminatingError);
    }

    [Fact]
    public void A_script_with_the_preference_Stop_ends_at_the_first_error()
    {
        using var shell = new TestShell(new TestShellOptions { ErrorActionPreference = "Stop" });

        var result = shell.Run(Speaker + "Speak; 'not reached'");

        Assert.Equal(ShellState.Failed, result.State);
        Assert.Equal(["said"], result.OutputOf<string>());
        Assert.Equal("Slip,Speak", result.TerminatingError?.FullyQualifiedErrorId);
    }

    [Fact]
    public void The_text_of_the_host_contains_What_if_lines()
    {
        using var shell = new TestShell();

        var result = shell.Run(Speaker + "Speak -WhatIf");

        Assert.DoesNotContain("addressed", result.OutputOf<string>());
        Assert.Contains("What if: Performing the operation \"Address\" on target \"the crowd\".", result.HostLines);
    }

    [Fact]
    public void The_text_of_a_run_excludes_earlier_runs()
    {
        using var shell = new TestShell();
        shell.Run("$Host.UI.WriteLine('first')");

        var result = shell.Run("$Host.UI.WriteLine('second')");

        Assert.Equal("second\n", result.HostText);
        Assert.Equal("first\nsecond\n", shell.Host.Text);
    }

    [Fact]
    public void Functions_and_variables_stay_between_runs()
    {
        using var shell = new TestShell();
        shell.Run("$kept = 1; $given = 20; function Twice($n) { $n * 2 }");

        var result = shell.Run("(Twice $given) + $kept + $more", new Dictionary<string, object?> { ["more"] = 1 });

        Assert.Equal([42], result.OutputOf<int>());
    }

    [Fact]
    public void Commands_run_in_the_culture_of_the_host()
    {
        using var shell = new TestShell(new TestShellOptions { Culture = CultureInfo.GetCultureInfo("de-DE") });

        Assert.Equal(["1,5"], shell.Run("'{0}' -f 1.5").OutputOf<string>());
        Assert.Equal(["de-DE"], shell.Run("$PSCulture").OutputOf<string>());
    }

    [Fact]
    public async Task Ctrl_C_stops_a_script_and_keeps_what_it_wrote()
    {
        using var shell = new TestShell();
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();

        var running = shell.RunAsync(
            "'before'; $started.SetResult(); while ($true) { [System.Threading.Thread]::Sleep(1) }",
            new Dictionary<string, object?> { ["started"] = started },
            stop.Token
        );
        await started.Task;
        await stop.CancelAsync();
        var result = await running;

        Assert.Equal(ShellState.Stopped, result.State);
        Assert.Equal(["before"], result.OutputOf<string>());
        Assert.Null(result.TerminatingError);
        Assert.Equal(["still there"], shell.Run("'still there'").OutputOf<string>());
    }

    [Fact]
    public async Task A_stop_before_the_start_stops_the_script()
    {
        using var shell = new TestShell();

        var result = await shell.RunAsync("while ($true) { [System.Threading.Thread]::Sleep(1) }", stop: new CancellationToken(canceled: true));

        Assert.Equal(ShellState.Stopped, result.State);
    }

    [Fact]
    public async Task A_script_without_a_stop_completes()
    {
        using var shell = new TestShell();

        var result = await shell.RunAsync("'done'", stop: TestContext.Current.CancellationToken);

        Assert.Equal(ShellState.Completed, result.State);
        Assert.Equal(["done"], result.OutputOf<string>());
    }

    [Fact]
    public async Task Shells_are_independent()
    {
        int[] numbers = [.. Enumerable.Range(0, 6)];

        var results = await Task.WhenAll(
            numbers.Select(number =>
                Task.Run(() =>
                {
                    using var shell = new TestShell();
                    shell.Run($"$mine = {number}; function Mine {{ $mine }}");
                    return shell.Run("Mine").OutputOf<int>()[0];
                })
            )
        );

        Assert.Equal(numbers, results);
    }

    [Fact]
    public void Tab_completes_values()
    {
        using var shell = new TestShell();
        shell.Run("function Get-Colour { param ([ValidateSet('red', 'green')] $Name) }");

        Assert.Equal(["green", "red"], shell.Complete("Get-Colour -Name ").Order());
    }

    [Fact]
    public void The_host_records_the_exit_code_of_a_script()
    {
        using var shell = new TestShell();

        shell.Run("exit 3");

        Assert.Equal(3, shell.Host.ExitCode);
    }
}
