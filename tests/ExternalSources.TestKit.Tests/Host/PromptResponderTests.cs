using System;
using System.Management.Automation;
using System.Security;
using ExternalSources.TestKit.Host;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.TestKit.Tests.Host;

public sealed class PromptResponderTests
{
    private const string Asking = """
        function Ask {
            [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
            param ([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [securestring] $Key, [string] $Site)

            "$Name $([System.Net.NetworkCredential]::new('', $Key).Password)"
        }

        function Drop {
            [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
            param ([string] $Name)

            if ($PSCmdlet.ShouldProcess($Name, 'Drop')) { "dropped $Name" }
        }

        """;

    [Fact]
    public void A_missing_mandatory_parameter_is_a_field_and_a_secret_one_is_masked()
    {
        using var shell = new TestShell();
        shell.Host.Answers.Line("acme").Secure("s3cret");

        var result = shell.Run(Asking + "Ask");

        Assert.Equal(["acme s3cret"], result.OutputOf<string>());
        var prompt = Assert.Single(result.Prompts);
        Assert.Equal(PromptKind.Fields, prompt.Kind);
        Assert.Equal(["Name", "Key"], prompt.Fields);
        Assert.Equal(["Key"], prompt.MaskedFields);
        Assert.False(prompt.Masked);
        Assert.Contains("Ask", prompt.Caption, StringComparison.Ordinal);
        Assert.Equal(0, shell.Host.Answers.Remaining);
        Assert.DoesNotContain("s3cret", prompt.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_for_one_secret_is_masked()
    {
        using var shell = new TestShell();
        shell.Host.Answers.Secure("s3cret");

        var result = shell.Run(Asking + "Ask -Name acme");

        Assert.True(Assert.Single(result.Prompts).Masked);
    }

    [Theory]
    [InlineData("Yes", 1)]
    [InlineData("y", 1)]
    [InlineData("&Yes", 1)]
    [InlineData("No", 0)]
    [InlineData("No to All", 0)]
    public void A_choice_is_answered_by_its_label(string answer, int dropped)
    {
        using var shell = new TestShell();
        shell.Host.Answers.Choice(answer);

        var result = shell.Run(Asking + "Drop it");

        Assert.Equal(dropped, result.Output.Count);
        var prompt = Assert.Single(result.Prompts);
        Assert.Equal(PromptKind.Choice, prompt.Kind);
        Assert.Equal("Confirm", prompt.Caption);
        Assert.Contains("Performing the operation \"Drop\" on target \"it\".", prompt.Message, StringComparison.Ordinal);
        Assert.Contains("&Yes", prompt.Choices);
        Assert.Equal(0, prompt.DefaultChoice);
    }

    [Fact]
    public void Lines_and_masked_lines_are_answered_in_order()
    {
        using var shell = new TestShell();
        shell.Host.Answers.Line("open").Secure("closed");

        var result = shell.Run("$Host.UI.ReadLine(); $Host.UI.ReadLineAsSecureString()");

        Assert.Equal("open", result.Output[0]!.BaseObject);
        Assert.Equal("closed", SecureStrings.Reveal((SecureString)result.Output[1]!.BaseObject));
        Assert.Equal([PromptKind.Line, PromptKind.SecureLine], [result.Prompts[0].Kind, result.Prompts[1].Kind]);
        Assert.Equal([false, true], [result.Prompts[0].Masked, result.Prompts[1].Masked]);
    }

    [Theory]
    [InlineData(null, "offered@acme.test")]
    [InlineData("typed@acme.test", "typed@acme.test")]
    public void A_credential_is_answered(string? typed, string expected)
    {
        using var shell = new TestShell();
        shell.Host.Answers.Credential(typed, "s3cret");

        var result = shell.Run("$Host.UI.PromptForCredential('Sign in', 'Who are you?', 'offered@acme.test', '')");

        var credential = Assert.Single(result.OutputOf<PSCredential>());
        Assert.Equal(expected, credential.UserName);
        Assert.Equal("s3cret", SecureStrings.Reveal(credential.Password));
        var prompt = Assert.Single(result.Prompts);
        Assert.Equal(("Sign in", "Who are you?"), (prompt.Caption, prompt.Message));
        Assert.True(prompt.Masked);
    }

    [Fact]
    public void An_empty_line_ends_an_array_field()
    {
        using var shell = new TestShell();
        shell.Host.Answers.Lines("a", "b");

        var result = shell.Run("function Many { param ([Parameter(Mandatory)] [string[]] $Name) $Name.Count; $Name } Many");

        Assert.Equal([2, "a", "b"], result.OutputOf<object>());
    }

    [Theory]
    [InlineData("Drop it", "Confirm")]
    [InlineData("Ask -Name acme", "Key")]
    [InlineData("$Host.UI.ReadLine()", "Line")]
    [InlineData("try { Drop it } catch { 'swallowed' }", "Confirm")]
    public void A_prompt_without_an_answer_fails_the_test_and_names_the_prompt(string script, string named)
    {
        using var shell = new TestShell();

        var failure = Assert.Throws<UnexpectedPromptException>(() => shell.Run(Asking + script));

        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.Equal(failure.Prompt, Assert.Single(shell.Host.Prompts));
        Assert.Equal(["goes on"], shell.Run("'goes on'").OutputOf<string>());
    }

    [Fact]
    public void An_answer_of_the_wrong_kind_fails_the_test_without_the_secret()
    {
        using var shell = new TestShell();
        shell.Host.Answers.Secure("s3cret");

        var failure = Assert.Throws<UnexpectedPromptException>(() => shell.Run("$Host.UI.ReadLine()"));

        Assert.Contains("masked line", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$Host.UI.ReadLine()")]
    [InlineData("$Host.UI.ReadLineAsSecureString()")]
    [InlineData("$Host.UI.PromptForCredential('c', 'm', 'u', 't')")]
    [InlineData("$Host.UI.PromptForChoice('c', 'm', [System.Management.Automation.Host.ChoiceDescription[]] @('&Yes', '&No'), 0)")]
    [InlineData("Drop it")]
    public void Every_prompt_of_a_noninteractive_shell_fails(string script)
    {
        using var shell = new TestShell(new TestShellOptions { Interactive = false });

        var result = shell.Run(Asking + $"try {{ {script} }} catch {{ throw }}");

        Assert.Equal(ShellState.Failed, result.State);
        Assert.Contains(
            "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.",
            result.TerminatingError!.Exception.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_missing_mandatory_parameter_of_a_noninteractive_shell_is_an_error()
    {
        using var shell = new TestShell(new TestShellOptions { Interactive = false });

        var result = shell.Run(Asking + "Ask -Name acme");

        Assert.StartsWith("MissingMandatoryParameter", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
