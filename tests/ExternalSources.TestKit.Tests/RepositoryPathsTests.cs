using System;
using System.IO;
using Xunit;

namespace ExternalSources.TestKit.Tests;

public sealed class RepositoryPathsTests
{
    [Fact]
    public void The_paths_of_the_repository_exist()
    {
        Assert.True(File.Exists(Path.Combine(RepositoryPaths.Root, "ExternalSources.sln")));
        Assert.True(File.Exists(RepositoryPaths.SecretManagementStub));
        Assert.EndsWith(Path.Combine("out", "ExternalSources", RepositoryPaths.ModuleVersion), RepositoryPaths.ModuleFolder, StringComparison.Ordinal);
        Assert.True(Version.TryParse(RepositoryPaths.ModuleVersion, out _));
    }
}
