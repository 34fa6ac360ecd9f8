using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.TestKit.Tests.Stub;

/// <summary>Vaults of the stand-in that fail, wait, or are locked.</summary>
public sealed class StubKnobTests
{
    private const string PasswordRequired = "Microsoft.PowerShell.SecretManagement.PasswordRequiredException";

    [Theory]
    [InlineData("Get-Secret a", true, PasswordRequired)]
    [InlineData("Get-Secret a V", false, "GetSecretException")]
    [InlineData("Get-SecretInfo a", false, "GetSecretInfoException")]
    [InlineData("Set-Secret a b", true, PasswordRequired)]
    [InlineData("Set-Secret a b -NoClobber", true, PasswordRequired)]
    [InlineData("Set-SecretInfo a @{}", true, PasswordRequired)]
    [InlineData("Remove-Secret a V", true, PasswordRequired)]
    public void A_locked_vault_refuses_access(string script, bool terminating, string id)
    {
        using var shell = StubShell.Open(interactive: false);
        StubShell.Must(shell, "Set-Secret a text; Set-StubVault V -Locked");

        var result = shell.Run($"$ErrorActionPreference = 'SilentlyContinue'; try {{ {script} }} catch {{ 'caught' }}; $Error[0]");

        var error = Assert.IsType<ErrorRecord>(result.Output[^1]!.BaseObject);
        Assert.Equal(terminating, result.Output.Count == 2);
        Assert.StartsWith(id + ",Microsoft.PowerShell.SecretManagement.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(PasswordRequired, error.Exception.GetType().FullName);
        Assert.Contains("Unlock-SecretStore", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(result.Prompts);
    }

    [Fact]
    public void A_locked_vault_fails_its_test()
    {
        using var shell = StubShell.Open();

        var result = shell.Run("Test-SecretVault V; Set-StubVault V -Locked; Test-SecretVault V");

        Assert.Equal([true, false], result.OutputOf<bool>());
        Assert.Equal(2, result.Errors.Count);
    }

    [Fact]
    public void A_locked_vault_opens_only_with_its_password()
    {
        using var shell = StubShell.Open(withVault: false);
        var words = new Dictionary<string, object?> { ["wrong"] = SecureStrings.From("wrong"), ["right"] = SecureStrings.From("right") };

        var result = shell.Run(
            """
            Register-SecretVault -Name V -ModuleName Any -VaultParameters @{ Locked = $true; Password = 'right' }
            Unlock-SecretVault V $wrong
            Unlock-SecretVault V $right
            Set-Secret a text; Get-Secret a -AsPlainText
            """,
            words
        );

        Assert.Equal(
            "SecretStoreUnlockFailed,Microsoft.PowerShell.SecretManagement.UnlockSecretVaultCommand",
            Assert.Single(result.Errors).FullyQualifiedErrorId
        );
        Assert.Equal(["text"], result.OutputOf<string>());
    }

    [Fact]
    public void A_locked_vault_prompts_for_its_password()
    {
        using var shell = StubShell.Open();
        StubShell.Must(shell, "Set-Secret a text; Set-StubVault V -Locked -PromptWhenLocked -Password right");
        shell.Host.Answers.Secure("right");

        var result = StubShell.Must(shell, "Get-Secret a V -AsPlainText; Get-Secret a -AsPlainText");

        Assert.Equal(["text", "text"], result.OutputOf<string>());
        Assert.Equal(["Vault V requires a password.", "Enter password:"], result.HostLines);
        Assert.True(Assert.Single(result.Prompts).Masked);
    }

    [Fact]
    public void A_locked_vault_stays_locked_without_an_answer()
    {
        using var shell = StubShell.Open(interactive: false);
        StubShell.Must(shell, "Set-StubVault V -Locked -PromptWhenLocked");

        var error = StubShell.Call(shell, "Set-Secret", new() { ["Name"] = "a", ["Secret"] = "b" });

        Assert.Equal(PasswordRequired, error?.Exception.GetType().FullName);
        Assert.Single(shell.Host.Prompts);
    }

    [Theory]
    [InlineData("FailRead", "Get-Secret a V", "GetSecretInvalidOperation")]
    [InlineData("FailWrite", "Set-Secret b c V", "SetSecretInvalidOperation")]
    [InlineData("FailAfterWrite", "Set-Secret b c V", "SetSecretInvalidOperation")]
    [InlineData("FailRemove", "Remove-Secret a V", "RemoveSecretInvalidOperation")]
    public void A_vault_fails_at_the_chosen_operation(string knob, string script, string id)
    {
        using var shell = StubShell.Open();
        StubShell.Must(shell, $"Set-Secret a text; Set-StubVault V -{knob}");

        var error = shell.Run(script).Errors[0];

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(knob, error.Exception.InnerException!.Message, StringComparison.Ordinal);
        string[] left = knob == "FailAfterWrite" ? ["a", "b"] : ["a"];
        Assert.Equal(left, shell.Run("(Get-StubVaultContent V).Name").OutputOf<string>());
        StubShell.Must(shell, $"Set-StubVault V -{knob}:$false; {script}");
    }

    [Fact]
    public void A_vault_without_metadata_support_removes_the_secret()
    {
        using var shell = StubShell.Open();
        StubShell.Must(shell, "Set-StubVault V -NoMetadata; Set-Secret plain x; Set-Secret empty x -Metadata @{}");

        var error = Assert.Single(shell.Run("Set-Secret a b -Metadata @{ s = 'x' }").Errors);

        Assert.Equal("SetSecretMetadataCommandNotSupported,Microsoft.PowerShell.SecretManagement.SetSecretCommand", error.FullyQualifiedErrorId);
        Assert.IsType<PSNotSupportedException>(error.Exception);
        Assert.Equal(["empty", "plain"], shell.Run("(Get-StubVaultContent V).Name").OutputOf<string>());
    }

    [Fact]
    public void A_vault_without_metadata_support_keeps_the_secret_when_the_error_stops_the_command()
    {
        using var shell = StubShell.Open();
        StubShell.Must(shell, "Set-StubVault V -NoMetadata");

        var error = StubShell.Call(
            shell,
            "Set-Secret",
            new()
            {
                ["Name"] = "a",
                ["Secret"] = "b",
                ["Metadata"] = new System.Collections.Hashtable { ["s"] = "x" },
            }
        );

        Assert.StartsWith("SetSecretMetadataCommandNotSupported,", error?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["a"], shell.Run("(Get-StubVaultContent V).Name").OutputOf<string>());
    }

    [Theory]
    [InlineData("Hashtable", "Hashtable")]
    [InlineData("PSCredential", "PSCredential")]
    [InlineData("ByteArray", "Byte[]")]
    [InlineData("SecureString", "SecureString")]
    public void A_vault_can_return_a_secret_of_another_type(string type, string name)
    {
        using var shell = StubShell.Open();

        var result = StubShell.Must(shell, $"Set-Secret a text; Set-StubVault V -ReturnType {type}; Get-Secret a V");

        Assert.Equal(name, Assert.Single(result.Output)!.BaseObject.GetType().Name);
    }

    [Fact]
    public void A_vault_can_return_an_object_that_is_not_a_secret()
    {
        using var shell = StubShell.Open();
        StubShell.Must(shell, "Set-Secret a text; Set-StubVault V -ReturnType Unsupported");

        var error = StubShell.Call(shell, "Get-Secret", new() { ["Name"] = "a", ["Vault"] = "V" });

        Assert.StartsWith("GetSecretInvalidOperation,", error?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("System.Int32", error!.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slow_vault_delays_each_access()
    {
        using var shell = StubShell.Open();
        StubShell.Must(shell, "Set-Secret a text; Set-StubVault V -DelayMilliseconds 30");
        var clock = Stopwatch.StartNew();

        StubShell.Must(shell, "Get-Secret a V");

        Assert.True(clock.ElapsedMilliseconds >= 30);
    }

    [Fact]
    public async Task Ctrl_C_ends_access_to_a_hanging_vault()
    {
        using var shell = StubShell.Open();
        StubShell.Must(shell, "Set-StubVault V -HangUntilStopped");
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();

        var running = shell.RunAsync(
            "$started.SetResult(); Get-Secret a V; 'not reached'",
            new Dictionary<string, object?> { ["started"] = started },
            stop.Token
        );
        await started.Task;
        await stop.CancelAsync();
        var result = await running;

        Assert.Equal(ShellState.Stopped, result.State);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Each_shell_has_its_own_vaults()
    {
        string[] texts = [.. Enumerable.Range(0, 4).Select(number => $"text {number}")];

        var found = await Task.WhenAll(
            texts.Select(text =>
                Task.Run(() =>
                {
                    using var shell = StubShell.Open();
                    return StubShell.Must(shell, $"Set-Secret a '{text}'; Get-Secret a -AsPlainText").OutputOf<string>()[0];
                })
            )
        );

        Assert.Equal(texts, found);
    }
}
