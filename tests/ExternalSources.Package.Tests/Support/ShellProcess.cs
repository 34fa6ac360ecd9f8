using System;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using ExternalSources.TestKit;

namespace ExternalSources.Package.Tests.Support;

/// <summary>PowerShell as a process of its own, with the laid-out module.</summary>
internal static class ShellProcess
{
    private static readonly string PowerShell = typeof(ShellProcess)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(value => value.Key == "PowerShell")
        .Value!;

    /// <summary>Starts a script that finds the module imported.</summary>
    public static ChildProcess Start(TemporaryFolder home, string script, params (string Name, string Value)[] environment)
    {
        var file = home.Write($"{Guid.NewGuid():N}.ps1", $"Import-Module '{RepositoryPaths.ModuleManifest}'\n{script}");
        return ChildProcess.Start(home, [PowerShell, "-NoProfile", "-NonInteractive", "-File", file], environment);
    }

    /// <summary>Runs a script to its end.</summary>
    public static async Task<ProcessOutcome> RunAsync(TemporaryFolder home, string script, params (string Name, string Value)[] environment)
    {
        using var process = Start(home, script, environment);
        return await process.EndAsync();
    }
}
