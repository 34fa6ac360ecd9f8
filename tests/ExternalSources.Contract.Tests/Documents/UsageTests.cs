using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Contract.Tests.Core;
using ExternalSources.Contract.Tests.Module;
using ExternalSources.Contract.Tests.Simulator;
using Xunit;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>The list of calls that no document describes is no longer than needed.</summary>
public sealed class UsageTests(CoreRun core, SimulatorRun simulator, DriveRun drives)
{
    [Fact]
    public async Task Something_uses_every_entry_that_is_not_for_later()
    {
        var contract = await ServiceContract.GetAsync();
        var used = await UsedAsync(contract);

        Findings.AssertNone(
            contract.UndocumentedCalls.Where(call => !call.IsForLater && !used.Contains(call.ToString())).Select(call => $"nothing uses {call}")
        );
    }

    [Fact]
    public async Task Nothing_uses_an_entry_that_is_for_later()
    {
        var contract = await ServiceContract.GetAsync();
        var used = await UsedAsync(contract);

        Findings.AssertNone(contract.UndocumentedCalls.Where(call => call.IsForLater && used.Contains(call.ToString())).Select(call => $"{call} is in use"));
    }

    private async Task<HashSet<string>> UsedAsync(ServiceContract contract) =>
        [
            .. (await core.ExchangesAsync())
                .Concat(await simulator.ExchangesAsync())
                .Concat(await drives.ExchangesAsync())
                .Where(contract.IsUndocumented)
                .Select(exchange => contract.CallOf(exchange)!.ToString()),
        ];
}
