using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ExternalSources.Contract.Tests.Documents;
using Xunit;

namespace ExternalSources.Contract.Tests.Module;

/// <summary>Compares everything that the module's commands send, and the simulator's responses, with the documents of the services.</summary>
public sealed class ModuleContractTests(DriveRun run)
{
    [Fact]
    public async Task Every_drive_ends_as_it_should()
    {
        await ServiceContract.GetAsync();
        await run.ExchangesAsync();

        Findings.AssertNone(run.Failures);
    }

    [Fact]
    public async Task Every_request_of_the_module_matches_the_documents()
    {
        var contract = await ServiceContract.GetAsync();
        var exchanges = await run.ExchangesAsync();

        Assert.InRange(exchanges.Count, 300, int.MaxValue);
        Findings.AssertNone(exchanges.Concat(run.Proxy.Aborted).SelectMany(contract.ProblemsOfRequest));
    }

    [Fact]
    public async Task Every_response_to_the_module_matches_the_documents()
    {
        var contract = await ServiceContract.GetAsync();
        var exchanges = await run.ExchangesAsync();

        Findings.AssertNone(exchanges.SelectMany(contract.ProblemsOfResponse));
    }

    [Fact]
    public async Task No_record_has_credentials()
    {
        await ServiceContract.GetAsync();

        Assert.All(await run.ExchangesAsync(), exchange => Assert.DoesNotContain("Authorization", exchange.RequestHeaders.Keys));
    }

    [Fact]
    public async Task Everything_goes_through_the_proxy()
    {
        await ServiceContract.GetAsync();
        var exchanges = await run.ExchangesAsync();

        // A request that a command gave up may have reached the proxy alone.
        Assert.InRange(run.Simulator.Requests.Snapshot().Count, exchanges.Count, exchanges.Count + run.Proxy.Aborted.Count);
    }

    [Fact]
    public async Task The_drives_read_lists_beyond_their_first_page()
    {
        await ServiceContract.GetAsync();
        var exchanges = await run.ExchangesAsync();

        Assert.All(["/users/search", "/groups/search"], path =>
            Assert.Contains(exchanges, exchange =>
                exchange.Path.EndsWith(path, StringComparison.Ordinal) && exchange.RequestBody?.Contains("\"cursor\"", StringComparison.Ordinal) == true
            )
        );
        Assert.All(["/rest/api/3/users/search", "/rest/api/3/group/bulk", "/rest/api/3/group/member"], path =>
            Assert.Contains(exchanges, exchange =>
                exchange.Path == path
                && exchange.Address.Query.Contains("startAt=", StringComparison.Ordinal)
                && !exchange.Address.Query.Contains("startAt=0&", StringComparison.Ordinal)
            )
        );
        Assert.Contains(exchanges, exchange =>
            exchange.Path.EndsWith("/api-keys", StringComparison.Ordinal) && exchange.Address.Query.Contains("cursor=", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Every_command_is_driven_with_every_parameter()
    {
        await ServiceContract.GetAsync();
        await run.ExchangesAsync();
        var commands = run
            .Shell.Run("Get-Command -Module ExternalSources")
            .OutputOf<CommandInfo>()
            .ToDictionary(command => command.Name, StringComparer.OrdinalIgnoreCase);
        HashSet<(string, string)> used =
        [
            .. Drive
                .All.SelectMany(drive => DriveScript.UsesIn(drive.Script, commands, run.Shell.Runspace))
                .Select(use => (commands[use.Command].Name, use.Parameter)),
        ];

        Assert.InRange(commands.Count, 29, int.MaxValue);
        Findings.AssertNone(
            from command in commands.Values
            from parameter in command.Parameters.Keys.Except(Cmdlet.CommonParameters).Prepend("")
            where !used.Contains((command.Name, parameter))
            select parameter.Length == 0 ? $"{command.Name} is not driven" : $"{command.Name} is not driven with -{parameter}"
        );
    }

    [Theory]
    [InlineData("Get-ExternalUser -Sou acme", "Source")]
    [InlineData("Get-ExternalUser acme", "Source")]
    [InlineData("Get-ExternalUser -Mail a", "Email")]
    [InlineData("1 | ForEach-Object { Get-ExternalUser -First 1 }", "First")]
    [InlineData("Get-ExternalUser -Managed:$false", "Managed")]
    public async Task Parameters_are_found_in_scripts(string script, string parameter)
    {
        await ServiceContract.GetAsync();
        await run.ExchangesAsync();
        var commands = run
            .Shell.Run("Get-Command -Module ExternalSources")
            .OutputOf<CommandInfo>()
            .ToDictionary(command => command.Name, StringComparer.OrdinalIgnoreCase);

        Assert.Equal([("Get-ExternalUser", ""), ("Get-ExternalUser", parameter)], DriveScript.UsesIn(script, commands, run.Shell.Runspace));
    }
}
