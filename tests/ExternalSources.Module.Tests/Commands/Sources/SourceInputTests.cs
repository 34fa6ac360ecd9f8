using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Sources;

/// <summary>The texts, objects and list entries that name a source. An error about other input does not show its values.</summary>
public sealed class SourceInputTests
{
    [Theory]
    [InlineData("'acme'")]
    [InlineData("[pscustomobject]@{ Name = 'acme'; Type = 'Access' }")]
    [InlineData("[pscustomobject]@{ Source = 'acme'; Status = 'Active' }")]
    [InlineData("[pscustomobject]@{ Name = 'acme'; Source = 'terraform' }")]
    [InlineData("@{ Name = 'acme' }")]
    [InlineData("(Get-ExternalSource acme)")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-ExternalSource acme)))")]
    public async Task A_source_is_named_by(string entry)
    {
        await using var world = await ConnectedAsync();
        Assert.Equal(["acme"], world.Ok($"{entry} | Get-ExternalSource").OutputOf<ExternalSource>().Select(source => source.Name));
        Assert.Equal([true], world.Ok($"{entry} | Test-ExternalSource -Quiet").OutputOf<bool>());
        Assert.Equal(
            "acme",
            Assert
                .Single(
                    world.Ok($"{entry} | Set-ExternalSource -ExpiresOn ([DateTimeOffset]::UtcNow.AddDays(50)) -SkipTest -PassThru").OutputOf<ExternalSource>()
                )
                .Name
        );
    }

    [Theory]
    [InlineData("Get-ExternalSource")]
    [InlineData("Test-ExternalSource")]
    [InlineData("Set-ExternalSource -ExpiresOn 2030-01-01")]
    [InlineData("Remove-ExternalSource -Confirm:$false")]
    public async Task An_entry_without_a_source_is_an_error_that_names_only_its_columns(string command)
    {
        await using var world = await ConnectedAsync();
        var result = world.Run("[pscustomobject]@{ Site = 'x'; ApiKey = $cell } | " + command, ("cell", "ATATT3xSecretOfMine"));
        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith("InvalidName,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("ApiKey, Site", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ATATT3x", result.Everything() + error.TargetObject + error.CategoryInfo, StringComparison.Ordinal);
        Assert.Equal(2, world.Ok("Get-ExternalSource").Output.Count);
    }

    [Theory]
    [InlineData("(Get-ExternalUser acme -First 1)")]
    [InlineData("(Get-ExternalGroup acme -Name contractors)")]
    [InlineData("[pscustomobject]@{ Name = 'Dana'; Source = 'acme' }")]
    [InlineData("[pscustomobject]@{ Name = ' '; Source = 'acme' }")]
    [InlineData("@{ Name = ''; Source = 'acme' }")]
    public async Task An_object_that_belongs_to_a_source_does_not_name_it(string entry)
    {
        await using var world = await ConnectedAsync();
        Assert.NotEmpty(world.Run($"{entry} | Remove-ExternalSource -Confirm:$false").AllErrors);
        Assert.NotEmpty(world.Run($"{entry} | Set-ExternalSource -NewName other").AllErrors);
        Assert.Equal(["acme", "acme-jira"], world.Ok("Get-ExternalSource").OutputOf<ExternalSource>().Select(source => source.Name));
    }

    [Fact]
    public async Task Entries_without_a_source_are_counted()
    {
        await using var world = await ConnectedAsync();
        Assert.Contains(
            "3 entries",
            Assert.Single(world.Run("1..3 | ForEach-Object { [pscustomobject]@{ Site = 'x' } } | Get-ExternalSource").AllErrors).ErrorDetails.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_name_may_be_a_number()
    {
        await using var world = await ConnectedAsync();
        world.Ok("Set-ExternalSource acme -NewName 2024");
        Assert.Single(world.Ok("Get-ExternalSource 2024").Output);
        world.Ok("2024 | Remove-ExternalSource -Confirm:$false");
    }

    [Theory]
    [InlineData("acme, nope")]
    [InlineData("nope, acme")]
    public async Task Quiet_is_false_where_a_name_is_wrong(string names)
    {
        await using var world = await ConnectedAsync();
        Assert.Equal([false], world.Run($"Test-ExternalSource {names} -Quiet").OutputOf<bool>());
    }

    [Fact]
    public async Task A_name_is_found_however_its_accents_are_written()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.Ok("New-ExternalSource -Name $name -Type Access -Url $sim -ApiKey $key", ("name", "E\u0301quipe"));
        foreach (var name in new[] { "E\u0301quipe", "\u00C9quipe", "E\u0301*" })
        {
            Assert.Single(world.Ok("Get-ExternalSource $name", ("name", name)).Output);
        }
    }

    [Theory]
    [InlineData("Import")]
    [InlineData("Job")]
    public async Task Sources_and_directories_from_a_file_or_a_job_list_their_users(string how)
    {
        await using var world = await UserWorld.StartAsync(60);
        const string Copy =
            "function Copy-It([Parameter(ValueFromPipeline)] $it) { process { "
            + "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($it)) } }; ";
        var script = how == "Import" ? "Get-ExternalSource acme | Copy-It | Get-ExternalUser" : "Get-ExternalDirectory acme | Copy-It | Get-ExternalUser";
        Assert.Equal(world.Ids(script.Replace("Copy-It | ", string.Empty, StringComparison.Ordinal)), world.Ids(Copy + script));
    }

    [Fact]
    public async Task A_group_from_a_file_is_a_group()
    {
        await using var world = await UserWorld.StartAsync(60);
        const string Row =
            "$group = Get-ExternalGroup acme -Name contractors; $row = [pscustomobject]@{ Source = $group.Source; Id = $group.Id; Name = $group.Name }; ";
        Assert.Equal(world.Ids("Get-ExternalUser acme -Group contractors"), world.Ids(Row + "Get-ExternalUser acme -Group $row"));
    }

    private static async Task<SimulatedShell> ConnectedAsync()
    {
        var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.ConnectJira();
        return world;
    }
}
