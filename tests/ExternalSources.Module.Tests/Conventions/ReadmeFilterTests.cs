using System;
using System.IO;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Users;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Module.Tests.Conventions;

/// <summary>The README's table of filters matches the connectors. A failure prints the correct table.</summary>
public sealed class ReadmeFilterTests
{
    private const string Begin = "<!-- filters: generated from the connectors; the test ReadmeFilterTests checks it -->";
    private const string End = "<!-- /filters -->";

    [Fact]
    public void The_filters_are_those_of_the_connectors()
    {
        var readme = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "README.md")).ReplaceLineEndings("\n");
        var start = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        Assert.Equal(Table(), readme[start..readme.IndexOf(End, StringComparison.Ordinal)].Trim());
    }

    private static string Table()
    {
        var types = Enum.GetValues<SourceType>();
        var rows = Enum.GetValues<UserCriterion>()
            .Select(criterion => $"| {criterion} | {string.Join(" | ", types.Select(type => Answer(ConnectorFactory.Criteria(type), criterion)))} |");
        return string.Join("\n", rows.Prepend("|---|" + string.Concat(types.Select(_ => "---|"))).Prepend($"| filter | {string.Join(" | ", types)} |"));
    }

    private static string Answer(UserCriteriaAttribute criteria, UserCriterion criterion) =>
        criteria.Criteria.Contains(criterion) ? "yes"
        : criteria.ThroughOrganization.Contains(criterion) ? "through an organization"
        : "no";
}
