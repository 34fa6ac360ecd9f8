using System;
using System.Linq;
using ExternalSources.Core.Groups;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Groups;

/// <summary>The directories of organizations.</summary>
public sealed class GetExternalDirectoryTests : GroupTest
{
    [Fact]
    public void Directories_are_those_of_organizations()
    {
        var expected = World.Simulator.State.Organizations[0].Directories.Select(directory => (directory.Id, directory.Name));
        Assert.Equal(expected, World.Ok("Get-ExternalDirectory").OutputOf<ExternalDirectory>().Select(directory => (directory.Id, directory.Name)));
        Assert.Equal(
            expected,
            World.Ok("Get-ExternalSource acme | Get-ExternalDirectory").OutputOf<ExternalDirectory>().Select(directory => (directory.Id, directory.Name))
        );
        var error = World.Fails("NotSupported", "Get-ExternalDirectory acme-jira");
        Assert.Contains("Access", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
