using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Xunit;

namespace ExternalSources.TestKit.Tests.Stub;

/// <summary>Errors of the stand-in have the ids, exceptions, categories, and severity of the real module with a SecretStore, as measured.</summary>
public sealed class StubErrorTests
{
    private const string Invalid = "System.Management.Automation.PSInvalidOperationException";
    private const string NotFound = "System.Management.Automation.ItemNotFoundException";

    [Theory]
    [InlineData("Get-Secret a", false, "GetSecretNotFound", NotFound, ErrorCategory.ObjectNotFound)]
    [InlineData("Get-Secret a V", false, "GetSecretNotFound", NotFound, ErrorCategory.ObjectNotFound)]
    [InlineData("Get-Secret a Ghost", true, "GetSecretVaultNotFound", Invalid, ErrorCategory.ObjectNotFound)]
    [InlineData("Get-SecretInfo a Ghost", true, "GetSecretVaultNotFound", Invalid, ErrorCategory.ObjectNotFound)]
    [InlineData("Set-Secret a b Ghost", true, "GetSecretVaultNotFound", Invalid, ErrorCategory.ObjectNotFound)]
    [InlineData("Set-SecretInfo a @{} Ghost", true, "GetSecretVaultNotFound", Invalid, ErrorCategory.ObjectNotFound)]
    [InlineData("Remove-Secret a Ghost", true, "GetSecretVaultNotFound", Invalid, ErrorCategory.ObjectNotFound)]
    [InlineData("Remove-Secret a V", false, "SecretStoreRemoveSecretFailed", NotFound, ErrorCategory.InvalidOperation)]
    [InlineData("Set-SecretInfo a @{}", false, "SecretStoreSetSecretInfoFailed", NotFound, ErrorCategory.InvalidOperation)]
    [InlineData("Set-Secret a b -Metadata @{ x = 1.5 }", false, "SecretStoreSetSecretFailed", NotFound, ErrorCategory.InvalidOperation)]
    [InlineData("Set-SecretVaultDefault -ClearDefault; Set-Secret a b", true, "SetSecretCommandFailNoVault", Invalid, ErrorCategory.InvalidOperation)]
    [InlineData("Set-SecretVaultDefault -ClearDefault; Set-SecretInfo a @{}", true, "SetSecretInfoCommandFailNoVault", Invalid, ErrorCategory.InvalidOperation)]
    [InlineData("Set-Secret a b; Set-Secret a c -NoClobber", true, "SetSecretCommandAlreadyExistsWithNoClobber", Invalid, ErrorCategory.ResourceExists)]
    [InlineData(
        "Set-Secret a b; Get-SecretInfo a | Set-Secret -Vault V -NoClobber",
        false,
        "SetSecretCommandAlreadyExistsWithNoClobber",
        Invalid,
        ErrorCategory.ResourceExists
    )]
    [InlineData("Get-SecretVault Ghost", false, "GetSecretVaultNotFound", NotFound, ErrorCategory.ObjectNotFound)]
    [InlineData("Test-SecretVault Ghost", false, "TestSecretVaultNotFound", NotFound, ErrorCategory.ObjectNotFound)]
    [InlineData("Unregister-SecretVault Ghost", false, "UnregisterSecretVaultObjectNotFound", NotFound, ErrorCategory.ObjectNotFound)]
    [InlineData("Set-SecretVaultDefault Ghost", true, "VaultNotFound", NotFound, ErrorCategory.ObjectNotFound)]
    [InlineData("Register-SecretVault Any V", true, "RegisterSecretVaultInvalidVaultName", "System.InvalidOperationException", ErrorCategory.InvalidArgument)]
    [InlineData("Register-SecretVault NoSuchModule W", true, "RegisterSecretVaultCantGetModuleInfo", Invalid, ErrorCategory.InvalidOperation)]
    public void An_error_matches_the_real_module(string script, bool terminating, string id, string exception, ErrorCategory category)
    {
        using var shell = StubShell.Open();

        // SilentlyContinue suppresses all errors except terminating ones.
        var result = shell.Run($"$ErrorActionPreference = 'SilentlyContinue'; try {{ {script} }} catch {{ 'caught' }}; $Error.Count; $Error[0]");

        Assert.Equal(terminating, result.Output.Any(item => "caught".Equals(item!.BaseObject)));
        var error = Assert.IsType<ErrorRecord>(result.Output[^1]!.BaseObject);
        var command = shell.Run("(Get-StubVaultCall)[-1].Command").OutputOf<string>()[0];
        Assert.Equal(
            $"{id},Microsoft.PowerShell.SecretManagement.{command.Replace("-", string.Empty, StringComparison.Ordinal)}Command",
            error.FullyQualifiedErrorId
        );
        Assert.Equal(exception, error.Exception.GetType().FullName);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Equal(1, result.Output[^2]!.BaseObject);
    }

    [Fact]
    public void A_terminating_error_ends_only_its_statement()
    {
        using var shell = StubShell.Open();

        var result = shell.Run("Get-Secret a Ghost; 'on'");

        Assert.Equal(["on"], result.OutputOf<string>());
        Assert.Single(result.Errors);
    }

    [Fact]
    public void An_error_through_the_API_keeps_its_kind()
    {
        using var shell = StubShell.Open();

        var missing = StubShell.Call(shell, "Get-Secret", new() { ["Name"] = "a" });
        var noVault = StubShell.Call(shell, "Get-Secret", new() { ["Name"] = "a", ["Vault"] = "Ghost" });

        Assert.Equal("GetSecretNotFound,Microsoft.PowerShell.SecretManagement.GetSecretCommand", missing?.FullyQualifiedErrorId);
        Assert.Equal("GetSecretVaultNotFound,Microsoft.PowerShell.SecretManagement.GetSecretCommand", noVault?.FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("", "ActionPreferenceStopException")]
    [InlineData("Ghost", "CmdletInvocationException")]
    public void An_exception_through_the_API_matches_the_engine(string vault, string exception)
    {
        using var shell = StubShell.Open();

        var result = shell.Run(
            """
            $shell = [powershell]::Create('CurrentRunspace').AddCommand('Microsoft.PowerShell.SecretManagement\Get-Secret').
                AddParameter('Name', 'a').AddParameter('ErrorAction', 'Stop')
            if ($vault) { $null = $shell.AddParameter('Vault', $vault) }
            try { $shell.Invoke() } catch { $_.Exception.InnerException.GetType().Name }
            """,
            new Dictionary<string, object?> { ["vault"] = vault }
        );

        Assert.Equal([exception], result.OutputOf<string>());
    }

    [Fact]
    public void The_callers_preference_Stop_applies()
    {
        using var shell = StubShell.Open();

        var result = shell.Run("& { $ErrorActionPreference = 'Stop'; try { Get-Secret a; 'not reached' } catch { 'stopped' } }");

        Assert.Equal(["stopped"], result.OutputOf<string>());
    }

    [Fact]
    public void A_command_without_a_vault_writes_a_warning()
    {
        using var shell = StubShell.Open(withVault: false);

        var result = shell.Run("Get-SecretInfo; Get-SecretVault; Test-SecretVault");

        Assert.Empty(result.AllErrors);
        Assert.Contains("no extension vaults registered", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void An_invalid_secret_causes_two_errors(object secret)
    {
        using var shell = StubShell.Open();

        var result = shell.Run("Set-Secret a -Secret $secret", new Dictionary<string, object?> { ["secret"] = secret });

        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.IsType<MethodInvocationException>(error.Exception));
        Assert.Empty(shell.Run("Get-StubVaultContent V").Output);
    }

    public static TheoryData<object> Unsupported => [5, new Hashtable { ["a"] = 5 }];
}
