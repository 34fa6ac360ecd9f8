using System;
using System.Threading.Tasks;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Sources;

/// <summary>A session that ends at each step of a save, and the next session that repairs the store.</summary>
public sealed class InterruptedSaveTests
{
    private const string New = "New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key";

    [Theory]
    [InlineData(1, 0)] // before the note of the key
    [InlineData(2, 1)] // after the key, before the source
    public async Task The_same_command_repairs_an_interrupted_New(int dyingWrite, int secretsLeft)
    {
        var files = new DyingFiles(dyingWrite);
        await using var world = await SimulatedShell.StartAsync(files: files);
        world.Run("try { " + New + " } catch { }");
        Assert.True(files.Died);
        Assert.Equal(secretsLeft, world.SecretCount());
        Assert.Empty(world.Ok("Get-ExternalSource").Output);

        files.Revive();
        var source = world.Ok(New).OutputOf<ExternalSource>()[0];
        var secret = Assert.Single(world.Shell.Ok("Get-StubVaultContent Secrets").Output)!;
        Assert.Equal(source.SecretName, secret.Properties["Name"].Value);
        Assert.DoesNotContain("orphan", world.Shell.StoreText, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)] // the source is saved; only the old key is left over
    public async Task The_same_command_repairs_an_interrupted_Set(int dyingWrite, bool saved)
    {
        var files = new DyingFiles(int.MaxValue);
        await using var world = await SimulatedShell.StartAsync(files: files);
        var before = world.ConnectJira();
        files.DieAt(dyingWrite);
        world.Run("try { Set-ExternalSource acme-jira -ApiKey $key } catch { }");
        Assert.True(files.Died);
        files.Revive();
        Assert.Equal(saved, world.Ok("Get-ExternalSource").OutputOf<ExternalSource>()[0].SecretName != before.SecretName);
        Assert.True(world.Ok("Test-ExternalSource -Quiet").OutputOf<bool>()[0]);

        world.Ok("Set-ExternalSource acme-jira -ApiKey $key");
        Assert.Equal(1, world.SecretCount());
        Assert.True(world.Ok("Test-ExternalSource -Quiet").OutputOf<bool>()[0]);
        Assert.DoesNotContain("orphan", world.Shell.StoreText, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_same_command_repairs_an_interrupted_Remove()
    {
        var files = new DyingFiles(int.MaxValue);
        await using var world = await SimulatedShell.StartAsync(files: files);
        world.ConnectJira();
        files.DieAt(1);
        world.Run("try { Remove-ExternalSource acme-jira -Confirm:$false } catch { }");
        files.Revive();
        Assert.Single(world.Ok("Get-ExternalSource").Output);
        world.Ok("Remove-ExternalSource acme-jira -Confirm:$false");
        Assert.Empty(world.Ok("Get-ExternalSource").Output);
        Assert.Equal(0, world.SecretCount());
    }

    /// <summary>Ends the session at the n-th replacement of the store. Nothing runs after it, not even a clean-up.</summary>
    private sealed class DyingFiles(int dyingWrite) : StoreFiles
    {
        private int _remaining = dyingWrite;

        public bool Died { get; private set; }

        public void DieAt(int write) => _remaining = write;

        public void Revive()
        {
            Died = false;
            _remaining = int.MaxValue;
        }

        public override StoreLock? Lock(string path, System.Threading.CancellationToken cancellationToken) =>
            Died ? throw new DeathException() : base.Lock(path, cancellationToken);

        protected override void Rename(string from, string to)
        {
            if (Died || --_remaining == 0)
            {
                Died = true;
                throw new DeathException();
            }

            base.Rename(from, to);
        }
    }

    /// <summary>An exception that no code handles, like the end of a process.</summary>
    private sealed class DeathException : Exception;
}
