using System;
using System.IO;
using System.Threading.Tasks;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Sources;

/// <summary>A session that dies at each step of saving, and what the next one makes of what it left.</summary>
public sealed class CrashTests
{
    private const string New = "New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key";

    [Theory]
    [InlineData(1, 0)] // before the note of the key
    [InlineData(2, 1)] // after the key, before the source
    public async Task The_same_command_repairs_a_New_that_died(int dyingWrite, int secretsLeft)
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
    public async Task The_same_command_repairs_a_Set_that_died(int dyingWrite, bool saved)
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
    public async Task The_same_command_repairs_a_Remove_that_died()
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

    [Fact]
    public async Task A_full_disk_is_an_error_and_changes_nothing()
    {
        var files = new FullDisk();
        await using var world = await SimulatedShell.StartAsync(files: files);
        world.ConnectJira();
        var text = world.Shell.StoreText;
        files.IsFull = true;
        world.Fails("StoreWriteFailed", New);
        world.Fails("StoreWriteFailed", "Set-ExternalSource acme-jira -NewName other");
        world.Fails("StoreWriteFailed", "Set-ExternalSource acme-jira -ApiKey $key");
        Assert.Equal(text, world.Shell.StoreText);
        Assert.Equal(1, world.SecretCount());
        Assert.Empty(Directory.GetFiles(world.Shell.StoreFolder, "*.tmp"));
        Assert.Contains("could not be saved", Assert.Single(world.Ok("Test-ExternalSource acme-jira").Warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("this is not JSON", "StoreCorrupt")]
    [InlineData("{\"schemaVersion\": 99, \"sources\": []}", "StoreNewerVersion")]
    public async Task A_store_that_cannot_be_read_is_named_and_never_overwritten(string text, string errorId)
    {
        await using var world = await SimulatedShell.StartAsync();
        Directory.CreateDirectory(world.Shell.StoreFolder);
        await File.WriteAllTextAsync(world.Shell.StorePath, text, TestContext.Current.CancellationToken);
        foreach (
            var script in new[]
            {
                "Get-ExternalSource",
                New,
                "Set-ExternalSource acme -NewName b",
                "Remove-ExternalSource acme -Confirm:$false",
                "Test-ExternalSource",
            }
        )
        {
            Assert.Contains(world.Shell.StorePath, world.Fails(errorId, script).ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(text, world.Shell.StoreText);
        Assert.Equal(0, world.Simulator.Requests.Count);
        Assert.Equal(0, world.SecretCount());
    }

    /// <summary>The machine stops at the n-th replacement of the store: nothing after it happens, no clean-up either.</summary>
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

    /// <summary>Not of a kind that anything handles: a process that is killed handles nothing either.</summary>
    private sealed class DeathException : Exception;

    private sealed class FullDisk : StoreFiles
    {
        public bool IsFull { get; set; }

        protected override Stream OpenTemporary(string path) => IsFull ? new FullStream(base.OpenTemporary(path)) : base.OpenTemporary(path);
    }

    private sealed class FullStream(Stream inner) : MemoryStream
    {
        public override void Flush() => throw new IOException("No space left on device");

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
