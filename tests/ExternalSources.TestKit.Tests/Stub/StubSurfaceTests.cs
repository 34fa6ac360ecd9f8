using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Xunit;

namespace ExternalSources.TestKit.Tests.Stub;

/// <summary>The stand-in has the parameters, parameter sets, positions, and pipeline binding of the real module, version 1.1.2.</summary>
public sealed class StubSurfaceTests
{
    public static TheoryData<string, string> Parameters =>
        new()
        {
            // Parameter set, position (. for named), M for mandatory, P for pipeline input, N for input by property name.
            { "Get-Secret", "AsPlainText *. | InputObject InfoParameterSet.MP | Name NameParameterSet0MP | Vault NameParameterSet1" },
            { "Get-SecretInfo", "Name *0 | Vault *1" },
            { "Get-SecretVault", "Name *0" },
            { "Register-SecretVault", "AllowClobber *. | DefaultVault *. | Description *. | ModuleName *0M | Name *1 | PassThru *. | VaultParameters *." },
            { "Remove-Secret", "InputObject InfoParameterSet0MP | Name NameParameterSet0MP | Vault NameParameterSet1M" },
            {
                "Set-Secret",
                "Metadata ObjectParameterSet3,SecureStringParameterSet3 | Name ObjectParameterSet0M,SecureStringParameterSet0M | NoClobber *. | "
                    + "Secret ObjectParameterSet1MP | SecretInfo SecretInfoParameterSet1MP | SecureStringSecret SecureStringParameterSet1MP | "
                    + "Vault ObjectParameterSet2,SecretInfoParameterSet.M,SecureStringParameterSet2"
            },
            {
                "Set-SecretInfo",
                "InputObject InfoParameterSet.MP | Metadata InfoParameterSet0M,NameParameterSet1MP | Name NameParameterSet0M | Vault NameParameterSet2"
            },
            { "Set-SecretVaultDefault", "ClearDefault ClearParameterSet. | Name NameParameterSet0MP | SecretVault SecretVaultParameterSet0MPN" },
            { "Test-SecretVault", "Name *0PN" },
            { "Unlock-SecretVault", "Name *0M | Password *1M" },
            { "Unregister-SecretVault", "Name NameParameterSet0MP | SecretVault SecretVaultParameterSet0MPN" },
        };

    [Theory]
    [MemberData(nameof(Parameters))]
    public void A_command_has_the_parameters_of_the_real_one(string command, string expected)
    {
        using var shell = StubShell.Open(withVault: false);
        var info = shell.Run($"Get-Command {command}").OutputOf<CommandInfo>()[0];

        var actual = info
            .Parameters.Values.Where(parameter =>
                !Cmdlet.CommonParameters.Contains(parameter.Name) && !Cmdlet.OptionalCommonParameters.Contains(parameter.Name)
            )
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
            .Select(parameter => $"{parameter.Name} {string.Join(',', Sets(parameter))}");

        Assert.Equal(expected, string.Join(" | ", actual));
    }

    [Fact]
    public void Commands_that_change_state_support_WhatIf()
    {
        using var shell = StubShell.Open(withVault: false);
        string[] changing = ["Register-SecretVault", "Remove-Secret", "Set-Secret", "Set-SecretInfo", "Set-SecretVaultDefault", "Unregister-SecretVault"];

        var commands = shell.Run("Get-Command -Module Microsoft.PowerShell.SecretManagement -Name *-Secret*").OutputOf<CommandInfo>();

        Assert.Equal(changing, commands.Where(command => command.Parameters.ContainsKey("WhatIf")).Select(command => command.Name).Order());
        Assert.Equal(11, commands.Count);
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        using var shell = StubShell.Open();

        var result = shell.Run("Set-Secret a b -WhatIf; $WhatIfPreference = $true; Set-Secret a b V; Remove-Secret a V");

        Assert.Equal(
            [
                "What if: Performing the operation \"Write secret to vault and override any existing secret of the same name\" on target \"\".",
                "What if: Performing the operation \"Write secret to vault and override any existing secret of the same name\" on target \"V\".",
                "What if: Performing the operation \"Remove secret by name from vault\" on target \"V\".",
            ],
            result.HostLines
        );
        Assert.Empty(shell.Run("Get-StubVaultContent V").Output);
    }

    [Fact]
    public void Tab_completes_vault_names()
    {
        using var shell = StubShell.Open();
        shell.Run("Register-SecretVault -Name 'My vault' -ModuleName Any");

        Assert.Equal(["'My vault'", "V"], shell.Complete("Get-Secret -Name a -Vault "));
        Assert.Equal(["V"], shell.Complete("Set-Secret -Vault v"));
    }

    [Fact]
    public void Vaults_and_secrets_have_the_views_of_the_real_module()
    {
        using var shell = StubShell.Open();

        var result = StubShell.Must(shell, "Set-Secret a b; Get-SecretVault | Out-Host; Get-SecretInfo | Out-Host");

        Assert.Equal(["Name", "ModuleName", "IsDefaultVault"], result.HostLines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["a", "String", "V"], result.HostLines[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static IEnumerable<string> Sets(ParameterMetadata parameter) =>
        parameter
            .ParameterSets.OrderBy(set => set.Key, StringComparer.Ordinal)
            .Select(set =>
                string.Concat(
                    set.Key == ParameterAttribute.AllParameterSets ? "*" : set.Key,
                    set.Value.Position == int.MinValue ? "." : $"{set.Value.Position}",
                    set.Value.IsMandatory ? "M" : string.Empty,
                    set.Value.ValueFromPipeline ? "P" : string.Empty,
                    set.Value.ValueFromPipelineByPropertyName ? "N" : string.Empty
                )
            );
}
