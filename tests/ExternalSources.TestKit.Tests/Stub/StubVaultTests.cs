using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.TestKit.Tests.Stub;

/// <summary>The stand-in behaves like the real module with a SecretStore, as measured.</summary>
public sealed class StubVaultTests
{
    [Fact]
    public void The_first_vault_becomes_the_default_and_a_later_one_only_on_request()
    {
        using var shell = StubShell.Open();

        Assert.Equal(["V"], Default(shell));
        StubShell.Must(shell, "Register-SecretVault -Name W -ModuleName Any");
        Assert.Equal(["V"], Default(shell));
        StubShell.Must(shell, "Register-SecretVault -Name X -ModuleName Any -DefaultVault");
        Assert.Equal(["X"], Default(shell));
        StubShell.Must(shell, "Set-SecretVaultDefault w");
        Assert.Equal(["W"], Default(shell));
        StubShell.Must(shell, "Get-SecretVault V | Set-SecretVaultDefault");
        Assert.Equal(["V"], Default(shell));
        StubShell.Must(shell, "Unregister-SecretVault V");
        Assert.Empty(Default(shell));
        StubShell.Must(shell, "Set-SecretVaultDefault X; Set-SecretVaultDefault -ClearDefault");
        Assert.Empty(Default(shell));
    }

    [Fact]
    public void A_vault_has_the_properties_of_the_real_one()
    {
        using var shell = StubShell.Open(withVault: false);

        var vault = StubShell
            .Must(shell, "Register-SecretVault -Name V -ModuleName /modules/My.Vault/My.Vault.psd1 -Description d -VaultParameters @{ a = 1 } -PassThru")
            .Output[0]!;

        Assert.Equal(["Name", "ModuleName", "ModulePath", "Description", "VaultParameters", "IsDefault"], vault.Properties.Select(property => property.Name));
        Assert.Equal("My.Vault", vault.Properties["ModuleName"].Value);
        Assert.Equal(true, vault.Properties["IsDefault"].Value);
        Assert.Equal(1, ((IReadOnlyDictionary<string, object>)vault.Properties["VaultParameters"].Value)["a"]);
    }

    [Fact]
    public void A_text_is_returned_as_a_secure_string_or_as_plain_text_on_request()
    {
        using var shell = StubShell.Open();

        var result = StubShell.Must(shell, "Set-Secret a text; Get-Secret A; Get-Secret a -AsPlainText");

        Assert.Equal("text", SecureStrings.Reveal((SecureString)result.Output[0]!.BaseObject));
        Assert.Equal("text", result.Output[1]!.BaseObject);
    }

    [Fact]
    public void A_secure_string_is_returned_as_such_or_as_plain_text_on_request()
    {
        using var shell = StubShell.Open();
        var key = new Dictionary<string, object?> { ["key"] = SecureStrings.From("k") };

        var result = shell.Run("Set-Secret a -SecureStringSecret $key; Get-Secret a; Get-Secret a -AsPlainText; (Get-SecretInfo a).Type.ToString()", key);

        Assert.Equal("k", SecureStrings.Reveal((SecureString)result.Output[0]!.BaseObject));
        Assert.Equal(["k", "SecureString"], result.Output.Skip(1).Select(item => item!.BaseObject));
    }

    [Fact]
    public void Bytes_credentials_and_hashtables_are_returned_unchanged()
    {
        using var shell = StubShell.Open();
        var key = new Dictionary<string, object?> { ["key"] = SecureStrings.From("k") };

        var result = shell.Run(
            """
            Set-Secret bytes ([byte[]] (1, 2, 3))
            Set-Secret login ([pscredential]::new('user', $key))
            Set-Secret table @{ text = 't'; key = $key; bytes = [byte[]] (9, 8) }
            Get-Secret bytes; Get-Secret login; Get-Secret table; Get-Secret table -AsPlainText
            """,
            key
        );

        Assert.Empty(result.AllErrors);
        Assert.Equal([1, 2, 3], Assert.IsType<byte[]>(result.Output[0]!.BaseObject));
        Assert.Equal("user", Assert.IsType<PSCredential>(result.Output[1]!.BaseObject).UserName);
        var hidden = Assert.IsType<Hashtable>(result.Output[2]!.BaseObject);
        Assert.Equal("t", SecureStrings.Reveal((SecureString)hidden["text"]!));
        var plain = Assert.IsType<Hashtable>(result.Output[3]!.BaseObject);
        Assert.Equal(["t", "k"], [plain["text"], plain["key"]]);
        Assert.Equal([9, 8], (byte[])plain["bytes"]!);
    }

    [Fact]
    public void Metadata_is_stored_replaced_and_cleared()
    {
        using var shell = StubShell.Open();

        Assert.Equal(["s=x"], Metadata(shell, "Set-Secret a b -Metadata @{ s = 'x' }"));
        Assert.Equal(["n=5"], Metadata(shell, "Set-SecretInfo a @{ n = 5 }"));
        Assert.Empty(Metadata(shell, "Set-SecretInfo a @{}"));
        Assert.Equal(["s=y"], Metadata(shell, "Get-SecretInfo a | Set-SecretInfo -Metadata @{ s = 'y' }"));
        Assert.Empty(Metadata(shell, "Set-Secret a c"));
    }

    [Fact]
    public void Secret_information_is_found_by_wildcards_with_the_default_vault_first()
    {
        using var shell = StubShell.Open();

        var result = StubShell.Must(
            shell,
            """
            Register-SecretVault -Name A -ModuleName Any
            Set-Secret b1 x -Vault A; Set-Secret b2 x; Set-Secret B1 x; Set-Secret c x
            Get-SecretInfo b*
            """
        );

        Assert.Equal(["B1 V", "b2 V", "b1 A"], result.Output.Select(item => $"{item!.Properties["Name"].Value} {item.Properties["VaultName"].Value}"));
        Assert.Empty(StubShell.Must(shell, "Get-SecretInfo z; Get-SecretInfo z* A").Output);
    }

    [Fact]
    public void A_name_without_a_vault_is_searched_in_all_vaults()
    {
        using var shell = StubShell.Open();

        var result = StubShell.Must(shell, "Register-SecretVault -Name W -ModuleName Any; Set-Secret a w -Vault W; 'a' | Get-Secret -AsPlainText");

        Assert.Equal(["w"], result.OutputOf<string>());
    }

    [Fact]
    public void Secret_information_pipes_to_Get_Secret()
    {
        using var shell = StubShell.Open();

        var result = StubShell.Must(
            shell,
            """
            Register-SecretVault -Name W -ModuleName Any
            Set-Secret a text -Metadata @{ s = 'x' }
            Get-SecretInfo a | Set-Secret -Vault W
            Get-SecretInfo a -Vault W | Get-Secret -AsPlainText
            (Get-SecretInfo a -Vault W).Metadata['s']
            Get-SecretInfo a -Vault V | Remove-Secret
            @(Get-SecretInfo a).Count
            """
        );

        Assert.Equal(["text", "x", 1], result.Output.Select(item => item!.BaseObject));
    }

    [Fact]
    public void Secrets_survive_the_registration_of_their_vault_and_the_session()
    {
        using var first = StubShell.Open();
        using var second = StubShell.Open(withVault: false);
        var state = StubShell
            .Must(first, "Set-Secret a text; Unregister-SecretVault *; Register-SecretVault -Name V -ModuleName Any; Get-StubVaultState")
            .Output[0]!.BaseObject;

        var result = second.Run("Set-StubVaultState $state; Get-Secret a -AsPlainText", new Dictionary<string, object?> { ["state"] = state });

        Assert.Equal(["text"], result.OutputOf<string>());
    }

    [Fact]
    public void Calls_are_recorded_in_order_without_secrets()
    {
        using var shell = StubShell.Open();

        var result = StubShell.Must(
            shell,
            "Set-Secret a canary -Vault V -Metadata @{ s = 'x' }; $null = Get-Secret a; Remove-Secret a V -WhatIf; Remove-Secret a V; Get-StubVaultCall"
        );

        Assert.Equal(
            ["Register-SecretVault  V False", "Set-Secret a V False", "Get-Secret a  False", "Remove-Secret a V True", "Remove-Secret a V False"],
            result.Output.Select(call =>
                $"{call!.Properties["Command"].Value} {call.Properties["Name"].Value} {call.Properties["Vault"].Value} {call.Properties["WhatIf"].Value}"
            )
        );
        Assert.DoesNotContain("canary", result.Everything(), System.StringComparison.Ordinal);
        Assert.Single(StubShell.Must(shell, "Clear-StubVaultCall; Set-Secret a b; Get-StubVaultCall Set-*").Output);
    }

    [Fact]
    public void The_content_of_a_vault_can_be_read()
    {
        using var shell = StubShell.Open();

        var content = Assert.Single(
            StubShell.Must(shell, "Set-Secret a text -Metadata @{ s = 'x' }; Set-StubVault V -Locked; Get-StubVaultContent V a").Output
        )!;

        Assert.Equal(["a", "text"], [content.Properties["Name"].Value, content.Properties["Text"].Value]);
        Assert.Equal("x", ((Hashtable)content.Properties["Metadata"].Value)["s"]);
    }

    private static IEnumerable<string> Default(TestShell shell) =>
        StubShell.Must(shell, "Get-SecretVault | Where-Object IsDefault | ForEach-Object Name").OutputOf<string>();

    private static IEnumerable<string> Metadata(TestShell shell, string script) =>
        StubShell.Must(shell, script + "; (Get-SecretInfo a).Metadata.GetEnumerator() | ForEach-Object { \"$($_.Key)=$($_.Value)\" }").OutputOf<string>();
}
