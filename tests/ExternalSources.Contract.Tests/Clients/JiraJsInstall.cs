using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Contract.Tests.Clients;

/// <summary>A copy of tests/JiraJs with its packages, installed once.</summary>
public sealed class JiraJsInstall : IDisposable
{
    // The package requires version 22 but works with this one.
    private const int OldestNode = 20;

    // The errors of npm when the registry is not reachable.
    private static readonly string[] Offline =
    [
        "ENOTFOUND",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "ECONNRESET",
        "ENETUNREACH",
        "ETIMEDOUT",
        "ERR_SOCKET_TIMEOUT",
        "ENOTCACHED",
        "UNABLE_TO_GET_ISSUER_CERT",
        "SELF_SIGNED_CERT",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<string?>> _install;

    public JiraJsInstall() => _install = new Lazy<Task<string?>>(InstallAsync);

    /// <summary>The folder of the original script.</summary>
    internal static string Source => Path.Combine(RepositoryPaths.Root, "tests", "JiraJs");

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs the script. Without Node.js or the packages, the test is skipped.</summary>
    internal async Task<ToolOutcome> RunAsync(params (string Name, string Value)[] environment)
    {
        var missing = await _install.Value;
        Assert.SkipWhen(missing is not null, missing ?? "");
        return (await Tool.RunAsync("node", _folder.Path, ["memberships.js"], TimeSpan.FromMinutes(1), environment))!;
    }

    /// <returns>The reason why the client is not available; null when it is.</returns>
    private async Task<string?> InstallAsync()
    {
        var version = await Tool.RunAsync("node", _folder.Path, ["--version"], TimeSpan.FromSeconds(30));
        if (version is not { ExitCode: 0 } || !int.TryParse(version.Output.TrimStart('v').Split('.')[0], out var major) || major < OldestNode)
        {
            return $"jira.js needs Node.js {OldestNode} or later, which is not installed.";
        }

        foreach (var file in (string[])["package.json", "package-lock.json", "memberships.js"])
        {
            File.Copy(Path.Combine(Source, file), _folder.Combine(file));
        }

        var install = await Tool.RunAsync(
            "npm",
            _folder.Path,
            ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--engine-strict=false", "--fetch-retries=1", "--fetch-timeout=20000"],
            TimeSpan.FromMinutes(2)
        );
        return install switch
        {
            { ExitCode: 0 } => null,
            null => "npm is not installed.",
            { ExitCode: null } => "npm did not install jira.js in time. The registry is not reachable.",
            _ when Offline.Any(sign => install.Errors.Contains(sign, StringComparison.Ordinal)) =>
                "npm could not install jira.js. The registry is not reachable.",
            _ => throw new InvalidOperationException("npm could not install jira.js. " + install),
        };
    }
}
