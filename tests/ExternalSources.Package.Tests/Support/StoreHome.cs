using System;
using System.IO;
using ExternalSources.TestKit;
using Xunit;

[assembly: AssemblyFixture(typeof(ExternalSources.Package.Tests.Support.StoreHome))]

namespace ExternalSources.Package.Tests.Support;

/// <summary>
/// The store of all shells in this process: the module finds it through an environment variable, so there is one, and never the user's own.
/// Tests that touch it are in <see cref="Collection"/>, so one at a time, and empty it first.
/// </summary>
public sealed class StoreHome : IDisposable
{
    /// <summary>The collection of the tests that touch the store.</summary>
    public const string Collection = "Store";

    private const string Variable = "EXTERNALSOURCES_HOME";

    private readonly TemporaryFolder _folder = new();

    public StoreHome() => Environment.SetEnvironmentVariable(Variable, Folder);

    public string Folder => _folder.Combine("home");

    /// <summary>Forgets all sources.</summary>
    public void Empty()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        _folder.Dispose();
    }
}
