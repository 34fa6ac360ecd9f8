using System;
using System.IO;
using System.Threading.Tasks;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Sources;

/// <summary>A store that cannot be written or read.</summary>
public sealed class StoreFailureTests
{
    private const string New = "New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key";

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
    public async Task A_store_that_cannot_be_read_is_an_error_and_is_not_overwritten(string text, string errorId)
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
