using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.People;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Actions;

/// <summary>Which sources an action means by a wildcard.</summary>
public sealed class SourceWildcardTests
{
    [Fact]
    public async Task A_wildcard_selects_the_sources_that_support_the_action()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.ConnectJira();
        var person = Enumerable
            .Range(1, 19)
            .Select(index => world.Simulator.State.People[index])
            .First(one => one is { Kind: AccountKind.Person, Account: AccountState.Active });
        Assert.Equal(["acme"], Sources("Disable-ExternalUser * -User $id -IncludeSynced -WhatIf"));
        Assert.Equal(["acme", "acme-jira"], Sources("Add-ExternalGroupMember acme* nobody-yet -User $id -WhatIf"));
        world.Fails("InvalidSource", "Disable-ExternalUser acme-* -User $id -WhatIf", ("id", person.AccountId));
        Assert.Empty(world.Simulator.State.Writes.Snapshot());

        string[] Sources(string script) =>
            [.. world.Ok(script, ("id", person.AccountId)).OutputOf<ExternalActionResult>().Select(result => result.Source).Order()];
    }
}
