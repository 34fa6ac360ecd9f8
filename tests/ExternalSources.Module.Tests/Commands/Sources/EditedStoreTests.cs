using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Sources;

/// <summary>An edited store sends no key to another address and removes no secret of others.</summary>
public sealed class EditedStoreTests
{
    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("http://acme.example/")]
    public async Task A_key_does_not_follow_an_address_that_was_edited_into_the_store(string address)
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.ConnectJira();
        world.Simulator.Requests.Clear();
        await EditAsync(world, text => text.Replace(world.Simulator.Address.ToString(), address, StringComparison.Ordinal));
        var results = world.Ok("Test-ExternalSource acme").OutputOf<SourceTestResult>();
        Assert.Equal("Address", Assert.Single(results[0].Checks, check => check.Outcome == CheckOutcome.Failed).Name);
        Assert.Equal(0, world.Simulator.Requests.Count);
    }

    [Fact]
    public async Task One_invalid_entry_does_not_stop_the_others()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.Ok("New-ExternalSource -Name other -Type Access -Url $sim -ApiKey $key");
        var address = world.Simulator.Address.ToString();
        await EditAsync(world, text =>
        {
            var first = text.IndexOf(address, StringComparison.Ordinal);
            return text[..first] + "http://acme.example/" + text[(first + address.Length)..];
        });
        Assert.Equal(
            [SourceStatus.Error, SourceStatus.Connected],
            world.Ok("Get-ExternalSource -Refresh").OutputOf<ExternalSource>().Select(source => source.Status)
        );
    }

    [Fact]
    public async Task A_list_of_orphans_does_not_remove_secrets_of_others()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.Ok("Set-Secret -Name bank -SecureStringSecret $key -Vault Secrets");
        await EditAsync(world, text => text.TrimEnd().TrimEnd('}') + ", \"orphanedSecrets\": [{\"vault\": \"Secrets\", \"name\": \"bank\"}]}");
        world.Ok("Set-ExternalSource acme -NewName acme2");
        Assert.Equal(2, world.SecretCount());
        Assert.DoesNotContain("orphan", world.Shell.StoreText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_behind_a_link_is_written_at_its_target()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making a link takes a privilege on Windows.");
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        var real = Path.Combine(world.Shell.StoreFolder, "kept-elsewhere.json");
        File.Move(world.Shell.StorePath, real);
        File.CreateSymbolicLink(world.Shell.StorePath, real);
        world.Ok("Set-ExternalSource acme -NewName acme2");
        Assert.NotNull(new FileInfo(world.Shell.StorePath).LinkTarget);
        Assert.Contains("acme2", await File.ReadAllTextAsync(real, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_temporary_file_of_a_killed_writer_is_removed()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        await File.WriteAllTextAsync(world.Shell.StorePath + ".0123.tmp", "half", TestContext.Current.CancellationToken);
        world.Ok("Set-ExternalSource acme -NewName acme2");
        Assert.Empty(Directory.GetFiles(world.Shell.StoreFolder, "*.tmp"));
    }

    private static async Task EditAsync(SimulatedShell world, Func<string, string> edit) =>
        await File.WriteAllTextAsync(world.Shell.StorePath, edit(world.Shell.StoreText), TestContext.Current.CancellationToken);
}
