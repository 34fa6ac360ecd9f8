using System;
using System.Collections.Generic;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.TestKit.Tests.Shell;

/// <summary>The complete text contains a canary in any place. Otherwise tests that search for it prove nothing.</summary>
public sealed class ShellResultTextTests
{
    private const string Canary = "canary-7c1f";

    [Theory]
    [InlineData("$canary")]
    [InlineData("@{ key = @{ deeper = $canary } }")]
    [InlineData("[pscustomobject]@{ Inner = [pscustomobject]@{ Deeper = $canary } }")]
    [InlineData(", @('a', @('b', $canary))")]
    [InlineData("$Host.UI.WriteLine($canary)")]
    [InlineData("$Host.UI.Write(\"$([char]27)[31m$canary$([char]27)[0m\")")]
    [InlineData("f -Verbose -Do { $args[0].WriteVerbose($canary) }")]
    [InlineData("f -Debug -Do { $args[0].WriteDebug($canary) }")]
    [InlineData("f -Do { $args[0].WriteWarning($canary) }")]
    [InlineData("f -Do { $args[0].WriteInformation($canary, @()) }")]
    [InlineData("f -Do { $args[0].WriteProgress([System.Management.Automation.ProgressRecord]::new(1, 'a', $canary)) }")]
    [InlineData("throw $canary")]
    [InlineData("throw [System.Exception]::new('outer', [System.Exception]::new($canary))")]
    [InlineData("e ([System.Exception]::new('outer', [System.Exception]::new($canary)))")]
    [InlineData("e 'plain' -Target $canary")]
    [InlineData("e 'plain' -Target @{ Headers = @{ Authorization = $canary } }")]
    [InlineData("$x = [System.Exception]::new('with data'); $x.Data['note'] = $canary; e $x")]
    [InlineData("e 'plain' -Details $canary")]
    [InlineData("e 'plain' -Action $canary")]
    public void The_text_contains_a_canary(string script)
    {
        using var shell = new TestShell();
        shell.Run(
            """
            function f { [CmdletBinding()] param ($Do) & $Do $PSCmdlet }
            function e {
                [CmdletBinding()]
                param ($Exception, $Target, $Details, $Action)

                $record = [System.Management.Automation.ErrorRecord]::new($Exception, 'Id', 'InvalidData', $Target)
                if ($Details -or $Action) {
                    $record.ErrorDetails = [System.Management.Automation.ErrorDetails]::new("d$Details")
                    $record.ErrorDetails.RecommendedAction = "$Action"
                }

                $PSCmdlet.WriteError($record)
            }
            """
        );

        var result = shell.Run(script, new Dictionary<string, object?> { ["canary"] = Canary });

        Assert.Contains(Canary, result.Everything(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_does_not_contain_a_secure_string()
    {
        using var shell = new TestShell();
        var variables = new Dictionary<string, object?> { ["secret"] = SecureStrings.From(Canary) };

        var result = shell.Run("$secret; @{ key = $secret }; throw $secret", variables);

        Assert.DoesNotContain(Canary, result.Everything(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_that_refers_to_itself_is_written_once()
    {
        using var shell = new TestShell();

        var result = shell.Run("$a = @{}; $a.self = $a; $a; $ExecutionContext; Get-Command Get-Command; try { throw 1 } catch { $_ }");

        Assert.Contains("self", result.Everything(), StringComparison.Ordinal);
    }
}
