using System;
using System.IO;
using System.Linq;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Module.Tests.Conventions;

/// <summary>The README's table of checks, and the description of the checks' names, have the checks of each source type.</summary>
public sealed class ReadmeCheckTests
{
    [Fact]
    public void The_checks_are_those_of_the_source_types()
    {
        var readme = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "README.md")).ReplaceLineEndings("\n");
        var start = readme.IndexOf("<!-- checks:", StringComparison.Ordinal);
        var rows = readme[start..readme.IndexOf("<!-- /checks -->", StringComparison.Ordinal)]
            .Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => (Name: cells[1], Access: cells[2], JiraCloud: cells[3]))
            .ToArray();
        Assert.Equal(Of(SourceType.Access), rows.Where(row => row.Access == "yes").Select(row => row.Name).Order());
        Assert.Equal(Of(SourceType.JiraCloud), rows.Where(row => row.JiraCloud == "yes").Select(row => row.Name).Order());
        Assert.All(rows, row => Assert.True(row.Access is "yes" or "no" && row.JiraCloud is "yes" or "no", row.Name));
        Assert.Equal(rows.Length, rows.Select(row => row.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("src/ExternalSources.Core/Checks/SourceCheck.cs")]
    [InlineData("src/ExternalSources/Commands/Sources/TestExternalSourceCommand.cs")]
    public void The_descriptions_name_every_right(string file)
    {
        var text = File.ReadAllText(Path.Combine(RepositoryPaths.Root, file));
        var rights = Core.Connectors.Right.Checked;
        Assert.Equal(12, rights.Count);
        Assert.All(rights, name => Assert.Contains(name, text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_fits_into_its_column() => Assert.All(Enum.GetValues<SourceType>().SelectMany(CheckNames.Of), name => Assert.InRange(name.Length, 1, 19));

    private static IOrderedEnumerable<string> Of(SourceType type) => CheckNames.Of(type).Prepend(CheckNames.Key).Order();
}
