using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator;
using ExternalSources.Simulator.Groups;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Groups;

/// <summary>Base class of the tests of groups: an organization and its site, new for each test.</summary>
public abstract class GroupTest : IAsyncLifetime
{
    private protected UserWorld World { get; private set; } = null!;

    private protected GroupRegistry Book => World.Simulator.State.Groups;

    private protected IEnumerable<AtlassianGroup> OnSite => Book.All.Where(group => group.Directory == 0);

    public async ValueTask InitializeAsync()
    {
        World = await UserWorld.StartAsync(
            new SimulatorOptions
            {
                Users = 200,
                Groups = 130,
                OrganizationPageCap = 30,
            }
        );
        Book.Rename(20, "team [blue]");
        Book.Rename(21, "team b");
    }

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
