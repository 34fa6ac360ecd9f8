using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Shell.Tests.Pester;

/// <summary>The results of one Pester file.</summary>
/// <param name="Tests">The tests that Pester found.</param>
/// <param name="Problems">What failed outside a test: a file that does not load, or a block's set-up or clean-up.</param>
internal sealed record PesterReport(IReadOnlyList<PesterTest> Tests, IReadOnlyList<string> Problems)
{
    /// <summary>All reasons why the file did not pass. None if it passed.</summary>
    public IReadOnlyList<string> Failures =>
        [
            .. Problems,
            .. Tests.Where(test => test.Result is not ("Passed" or "Skipped")).Select(test => $"{test.Name}: {test.Result}. {test.Error}"),
            .. Tests.Any(test => test.Result is "Passed" or "Failed") ? [] : new[] { "No test ran." },
        ];

    public override string ToString() =>
        string.Join(
            '\n',
            [
                string.Join(", ", Tests.GroupBy(test => test.Result).Select(results => $"{results.Count()} {results.Key}")),
                .. Tests.Select(test => $"{test.Result} {test.Name} ({test.Milliseconds} ms)"),
                .. Failures,
            ]
        );
}

/// <summary>The result of one Pester test.</summary>
internal sealed record PesterTest(string Name, string Result, int Milliseconds, string? Error);
