using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>Asserts that there are no problems. The failure lists all of them.</summary>
internal static class Findings
{
    private const int Shown = 60;

    public static void AssertNone(IEnumerable<string> problems)
    {
        string[] all = [.. problems.Distinct()];
        Assert.True(all.Length == 0, $"{all.Length} problems:\n{string.Join('\n', all.Take(Shown))}");
    }
}
