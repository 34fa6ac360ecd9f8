using System;
using System.IO;

namespace ExternalSources.Core.Tests.Support;

/// <summary>A folder of its own for one test, gone when the test is over.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("externalsources-core-").FullName;

    /// <summary>The store's file in this folder.</summary>
    public string StorePath => System.IO.Path.Combine(Path, "sources.json");

    public string Combine(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (File.Exists(StorePath))
        {
            File.SetAttributes(StorePath, FileAttributes.Normal);
        }

        Directory.Delete(Path, recursive: true);
    }
}
