using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using ExternalSources.TestKit;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Module.Tests.Session;

public sealed class SourceRepositoryTests
{
    private const string Connect = "$null = 'a', 'b', 'c' | ForEach-Object { New-ExternalSource -Type Access -Url $sim -ApiKey $key -SkipTest -Name $_ }; ";

    [Fact]
    public async Task A_key_is_read_at_once_while_another_session_holds_the_lock()
    {
        var files = new CountingFiles();
        await using var world = await SimulatedShell.StartAsync(files: files);
        world.ConnectAcme();
        files.Forget();
        world.Shell.Session.Pause = (_, _) => Assert.Fail("A read of a key does not wait.");
        using var held = new SourceStore(world.Shell.StoreFolder).Lock(CancellationToken.None);
        Assert.NotEmpty(world.Ok("Get-ExternalDirectory acme").Output);
        Assert.Equal(0, files.Locks);
    }

    [Fact]
    public async Task A_key_that_another_session_is_writing_is_read_after_its_turn_and_without_the_lock()
    {
        var files = new CountingFiles();
        await using var world = await SimulatedShell.StartAsync(vault: false, files: files);
        world.Ok("Register-SecretVault -Name Store -DefaultVault -ModuleName Microsoft.PowerShell.SecretStore");
        var acme = world.ConnectAcme();
        world.Ok("Remove-Secret -Name $name -Vault Store", ("name", acme.SecretName));
        var pauses = new List<TimeSpan>();
        world.Shell.Session.Pause = (span, _) =>
        {
            pauses.Add(span);
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            shell.AddCommand("Set-Secret").AddParameter("Name", acme.SecretName).AddParameter("Vault", "Store");
            shell.AddParameter("SecureStringSecret", SecureStrings.From(ModuleShell.Canary)).Invoke();
        };
        using var held = new SourceStore(world.Shell.StoreFolder).Lock(CancellationToken.None);
        files.Forget();
        Assert.NotEmpty(world.Ok("Get-ExternalDirectory acme").Output);
        Assert.InRange(Assert.Single(pauses), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6));
        Assert.Equal(0, files.Locks);
    }

    [Fact]
    public async Task A_missing_key_that_nobody_is_writing_fails_at_once()
    {
        await using var world = await SimulatedShell.StartAsync(vault: false);
        world.Ok("Register-SecretVault -Name Store -DefaultVault -ModuleName Microsoft.PowerShell.SecretStore");
        var acme = world.ConnectAcme();
        world.Ok("Remove-Secret -Name $name -Vault Store", ("name", acme.SecretName));
        world.Shell.Session.Pause = (_, _) => Assert.Fail("There is nothing to wait for.");
        world.Fails("VaultSecretMissing", "Get-ExternalDirectory acme");
    }

    [Theory]
    [InlineData("Get-ExternalSource", 0)]
    [InlineData("'a', 'b', 'c', '*' | Get-ExternalSource", 0)]
    [InlineData("'a', 'b', 'c' | Get-ExternalUser -User admin@acme.example -InactiveFor 1 -ErrorAction SilentlyContinue", 0)]
    [InlineData("'a', 'b', 'c' | Get-ExternalDirectory", 0)]
    [InlineData("'1', '2' | Disable-ExternalUser -Source a -WhatIf -ErrorAction SilentlyContinue", 0)]
    [InlineData("'a', 'b', 'c' | Test-ExternalSource", 1)]
    [InlineData("'a', 'b', 'c' | Set-ExternalSource -ExpiresOn 2030-01-01 -SkipTest", 3)]
    [InlineData("'a', 'b', 'c' | Set-ExternalSource -NewName d -WhatIf", 0)]
    [InlineData("'a', 'b', 'c' | Remove-ExternalSource -Confirm:$false", 3)]
    [InlineData("'a', 'b', 'c' | Remove-ExternalSource -WhatIf", 0)]
    [InlineData("Add-ExternalExemption -AccountId 1, 2 -Source a, b, c -Reason kept", 2)]
    public async Task A_command_reads_the_store_once_and_again_under_the_lock_of_each_write(string command, int writes)
    {
        var files = new CountingFiles();
        await using var world = await SimulatedShell.StartAsync(files: files);
        world.Ok(Connect);
        files.Forget();
        var result = world.Run("$null = " + command);
        Assert.True(result.State == ShellState.Completed, result.ToString());
        Assert.Equal(1 + writes, files.Reads);
        Assert.Equal(writes, files.Locks);
    }

    [Fact]
    public async Task A_command_sees_what_the_command_before_it_in_the_pipeline_saved()
    {
        await using var world = await SimulatedShell.StartAsync();
        var saved = world.Ok(
            "'a', 'b' | ForEach-Object { New-ExternalSource -Type Access -Url $sim -ApiKey $key -SkipTest -Name $_ } | "
                + "Set-ExternalSource -ExpiresOn 2030-01-01 -SkipTest -PassThru"
        );
        Assert.Equal(["a", "b"], saved.OutputOf<ExternalSource>().Select(source => source.Name));
    }

    private sealed class CountingFiles : StoreFiles
    {
        public int Reads { get; private set; }

        public int Locks { get; private set; }

        public void Forget() => Reads = Locks = 0;

        public override string? ReadText(string path)
        {
            Reads += Path.GetFileName(path) == "sources.json" ? 1 : 0;
            return base.ReadText(path);
        }

        public override StoreLock? Lock(string path, CancellationToken cancellationToken)
        {
            Locks++;
            return base.Lock(path, cancellationToken);
        }
    }
}
