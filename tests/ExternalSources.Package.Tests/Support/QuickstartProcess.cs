using System;
using System.IO;
using System.Threading.Tasks;
using ExternalSources.TestKit;

namespace ExternalSources.Package.Tests.Support;

/// <summary>The quickstart as a process of its own.</summary>
internal static class QuickstartProcess
{
    private static readonly string[] Configuration = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^2..];

    private static readonly string Program = Path.Combine([
        RepositoryPaths.Root,
        "src",
        "ExternalSources.Quickstart",
        "bin",
        .. Configuration,
        "ExternalSources.Quickstart.dll",
    ]);

    /// <summary>Runs the quickstart to its end.</summary>
    public static async Task<ProcessOutcome> RunAsync(
        TemporaryFolder home,
        string[] arguments,
        string input = "",
        params (string Name, string Value)[] environment
    )
    {
        using var process = ChildProcess.Start(home, [Program, .. arguments], environment);
        await process.Input.WriteAsync(input);
        return await process.EndAsync();
    }
}
