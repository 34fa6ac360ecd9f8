using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Shell.Tests.Pester;

/// <summary>The Pester tests, one result for each file.</summary>
public sealed class PesterTests(PesterRuns runs, ITestOutputHelper output) : IClassFixture<PesterRuns>
{
    public static TheoryData<string> FileNames => [.. PesterRuns.FileNames];

    [Theory]
    [MemberData(nameof(FileNames))]
    public async Task File_passes(string name)
    {
        var report = await runs.ReportAsync(name);
        output.WriteLine(report.ToString());
        Assert.True(report.Failures.Count == 0, string.Join("\n\n", report.Failures));
    }
}
