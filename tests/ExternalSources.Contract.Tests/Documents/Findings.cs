using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>Asserts that there are no problems. The failure lists all of them.</summary>
internal static class Findings
{
    public static void AssertNone(IEnumerable<string> problems)
    {
        string[] all = [.. problems.Distinct()];
        Assert.True(all.Length == 0, $"{all.Length} problems:\n{string.Join('\n', all)}");
    }

    /// <summary>Lists the kinds of problems, each with its count and one example.</summary>
    public static void AssertNone(IEnumerable<Problem> problems) =>
        AssertNone(
            problems
                .GroupBy(problem => problem.Kind)
                .OrderBy(kind => kind.Key, System.StringComparer.Ordinal)
                .Select(kind => $"{kind.Key} ({kind.Count()} times, first {kind.First()})")
        );
}
