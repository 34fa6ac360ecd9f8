using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Commands.Sources;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Session;
using ExternalSources.TestKit;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Module.Tests.Support;

/// <summary>A session with the module, the stand-in for SecretManagement, and a store of its own.</summary>
internal sealed class ModuleShell : IDisposable
{
    /// <summary>The key of every test that needs one the service does not know: no test may ever find it anywhere.</summary>
    public const string Canary = "CANARY-6f1d0c7b9e2a48-key";

    private readonly TemporaryFolder _folder = new();

    public ModuleShell(
        bool interactive = false,
        bool vault = true,
        string? storeFolder = null,
        CultureInfo? culture = null,
        StoreFiles? files = null,
        bool secretManagement = true
    )
    {
        StoreFolder = storeFolder ?? _folder.Combine("store");
        Shell = new TestShell(
            new TestShellOptions
            {
                Modules = [typeof(NewExternalSourceCommand).Assembly.Location],
                ModulePaths = secretManagement ? [RepositoryPaths.Stubs] : [],
                Interactive = interactive,
                Culture = culture,
            }
        );
        Session = ModuleSession.For(Shell.Runspace);
        Session.OpenStore = () => new SourceStore(StoreFolder, files);
        Session.Transport = TransportOptions.Default with { Clock = Clock, Jitter = () => 0.5 };
        if (vault)
        {
            Shell.Run("Register-SecretVault -Name Secrets -ModuleName Stub -DefaultVault");
        }
    }

    public TestShell Shell { get; }

    public ModuleSession Session { get; }

    public InstantClock Clock { get; } = new();

    public string StoreFolder { get; }

    public string StorePath => Path.Combine(StoreFolder, "sources.json");

    public string StoreText => File.Exists(StorePath) ? File.ReadAllText(StorePath) : string.Empty;

    /// <summary>Runs a script. $key is the canary; other variables come by name and value.</summary>
    public ShellResult Run(string script, params (string Name, object? Value)[] variables) => Shell.Run(script, Variables(variables));

    public Task<ShellResult> RunAsync(string script, CancellationToken stop, params (string Name, object? Value)[] variables) =>
        Shell.RunAsync(script, Variables(variables), stop);

    /// <summary>Runs a script that must not fail.</summary>
    public ShellResult Ok(string script, params (string Name, object? Value)[] variables)
    {
        var result = Run(script, variables);
        Assert.True(result.State == ShellState.Completed && !result.AllErrors.Any(), result.ToString());
        return result;
    }

    /// <summary>Runs a script that must end in one error of this id.</summary>
    public System.Management.Automation.ErrorRecord Fails(string errorId, string script, params (string Name, object? Value)[] variables)
    {
        var result = Run(script, variables);
        var error = Assert.Single(result.AllErrors);
        Assert.True(error.FullyQualifiedErrorId.StartsWith(errorId + ",", StringComparison.Ordinal), result.ToString());
        Assert.NotEqual(System.Management.Automation.ErrorCategory.NotSpecified, error.CategoryInfo.Category);
        Assert.False(string.IsNullOrWhiteSpace(error.ErrorDetails.RecommendedAction), "An error says what to do.");
        Assert.DoesNotContain(Canary, result.Everything(), StringComparison.Ordinal);
        return error;
    }

    public void Dispose()
    {
        Shell.Dispose();
        _folder.Dispose();
    }

    private static Dictionary<string, object?> Variables((string Name, object? Value)[] variables)
    {
        var all = new Dictionary<string, object?> { ["key"] = SecureStrings.From(Canary) };
        foreach (var (name, value) in variables)
        {
            all[name] = value is Uri ? value.ToString() : value;
        }

        return all;
    }
}
