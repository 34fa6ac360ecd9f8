using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Sources;
using ExternalSources.Simulator;
using ExternalSources.Simulator.State;
using ExternalSources.TestKit.Shell;

namespace ExternalSources.Module.Tests.Support;

/// <summary>A session with the module, and a simulator that knows the canary as a key for both APIs.</summary>
internal sealed class SimulatedShell : IAsyncDisposable
{
    private SimulatedShell(AtlassianSimulator simulator, ModuleShell shell)
    {
        Simulator = simulator;
        Shell = shell;
    }

    public AtlassianSimulator Simulator { get; }

    public ModuleShell Shell { get; }

    public OrganizationKey OrganizationKey => Simulator.State.OrganizationKeys.Single(key => key.Label == "acme");

    public SiteToken SiteToken => Simulator.State.SiteTokens.Single(token => token.Label == "canary");

    public static async Task<SimulatedShell> StartAsync(
        bool interactive = false,
        int organizations = 1,
        bool vault = true,
        StoreFiles? files = null,
        string? storeFolder = null
    )
    {
        var simulator = await AtlassianSimulator.StartAsync(new SimulatorOptions { Users = 20, Organizations = organizations });
        simulator.State.OrganizationKeys.Clear();
        simulator.State.SiteTokens.Clear();
        simulator.State.OrganizationKeys.Add(
            new OrganizationKey
            {
                Label = "acme",
                Secret = ModuleShell.Canary,
                ExpiresAt = DateTimeOffset.UtcNow.AddDays(200),
            }
        );
        simulator.State.SiteTokens.Add(
            new SiteToken
            {
                Label = "canary",
                Secret = ModuleShell.Canary,
                Email = SimulatorKeys.AdministratorEmail,
                Administrator = true,
            }
        );
        return new SimulatedShell(simulator, new ModuleShell(interactive, vault, storeFolder, files: files));
    }

    /// <summary>Runs a script in which $sim is the simulator's address and $key the key.</summary>
    public ShellResult Run(string script, params (string Name, object? Value)[] variables) => Shell.Run(script, [("sim", Simulator.Address), .. variables]);

    public ShellResult Ok(string script, params (string Name, object? Value)[] variables) => Shell.Ok(script, [("sim", Simulator.Address), .. variables]);

    public System.Management.Automation.ErrorRecord Fails(string errorId, string script, params (string Name, object? Value)[] variables) =>
        Shell.Fails(errorId, script, [("sim", Simulator.Address), .. variables]);

    /// <summary>Connects 'acme', an organization.</summary>
    public ExternalSource ConnectAcme() => Ok("New-ExternalSource -Name acme -Type Access -Url $sim -ApiKey $key").OutputOf<ExternalSource>()[0];

    /// <summary>Connects 'acme-jira', a site, with a key that ends in 100 days.</summary>
    public ExternalSource ConnectJira() =>
        Ok(
                "New-ExternalSource -Name acme-jira -Type JiraCloud -Url $sim -UserEmail admin@acme.example -ApiKey $key -ExpiresOn "
                    + "([DateTimeOffset]::UtcNow.AddDays(100))"
            )
            .OutputOf<ExternalSource>()[0];

    /// <summary>How many secrets the stand-in's vault holds.</summary>
    public int SecretCount(string vault = "Secrets") => Shell.Ok($"Get-StubVaultContent {vault}").Output.Count;

    public async ValueTask DisposeAsync()
    {
        Shell.Dispose();
        await Simulator.DisposeAsync();
    }
}
