using System;
using System.Collections.Generic;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.TestKit.Tests;

/// <summary>A canary must be found wherever it hides; otherwise the tests that look for it prove nothing.</summary>
public sealed class EverythingTests
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
    public void A_canary_is_found(string script)
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
    public void A_secret_that_stays_a_secret_is_not_found()
    {
        using var shell = new TestShell();
        var variables = new Dictionary<string, object?> { ["secret"] = SecureStrings.From(Canary) };

        var result = shell.Run("$secret; @{ key = $secret }; throw $secret", variables);

        Assert.DoesNotContain(Canary, result.Everything(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_that_leads_to_itself_ends()
    {
        using var shell = new TestShell();

        var result = shell.Run("$a = @{}; $a.self = $a; $a; $ExecutionContext; Get-Command Get-Command; try { throw 1 } catch { $_ }");

        Assert.Contains("self", result.Everything(), StringComparison.Ordinal);
    }
}
