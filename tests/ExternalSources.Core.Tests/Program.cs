using System.Threading.Tasks;
using ExternalSources.Core.Tests.Support;

namespace ExternalSources.Core.Tests;

/// <summary>Runs the tests or, when a test asks for it, plays the other process.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) =>
        args.Length > 0 && args[0] == OtherProcess.Argument
            ? Task.FromResult(OtherProcess.Play(args))
            : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
}
