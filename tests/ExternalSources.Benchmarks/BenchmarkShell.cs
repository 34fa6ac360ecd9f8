using ExternalSources.Simulator;
using ExternalSources.TestKit;
using ExternalSources.TestKit.Shell;

namespace ExternalSources.Benchmarks;

/// <summary>A session with the built module and a vault.</summary>
internal sealed class BenchmarkShell : IDisposable
{
    private readonly TestShell _shell = new(
        new TestShellOptions
        {
            Modules = [RepositoryPaths.ModuleManifest],
            ModulePaths = [RepositoryPaths.Stubs],
            Interactive = false,
        }
    );

    public BenchmarkShell() => Run("Register-SecretVault -Name Secrets -ModuleName Stub -DefaultVault");

    public ShellResult Run(string script, IReadOnlyDictionary<string, object?>? variables = null) => _shell.Run(script, variables).ThrowOnError();

    /// <summary>Connects the sources s000, s001, and so on: organizations and sites in turn.</summary>
    public void Connect(int count, Uri address, string options)
    {
        var variables = new Dictionary<string, object?>
        {
            ["address"] = address.ToString(),
            ["key"] = SecureStrings.From(SimulatorKeys.Organization),
            ["token"] = SecureStrings.From(SimulatorKeys.Site),
            ["email"] = SimulatorKeys.AdministratorEmail,
            ["date"] = DateTimeOffset.UtcNow.AddDays(200),
        };
        Run(
            "foreach ($i in 0.."
                + (count - 1)
                + ") { $n = 's{0:000}' -f $i; if ($i % 2) { "
                + "New-ExternalSource $n -Type JiraCloud -Url $address -UserEmail $email -ApiKey $token -ExpiresOn $date "
                + options
                + " } else { New-ExternalSource $n -Type Access -Url $address -ApiKey $key -ExpiresOn $date "
                + options
                + " } }",
            variables
        );
    }

    public void Dispose() => _shell.Dispose();
}
