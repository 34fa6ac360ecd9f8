using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Shell.Tests.Pester;

/// <summary>The runner reports everything that is not a success.</summary>
public sealed class PesterFileTests
{
    [Fact]
    public async Task A_test_that_passes_is_no_failure()
    {
        var report = await RunAsync("Describe 'Sums' { It 'adds' { 1 + 1 | Should -Be 2 } }");
        Assert.Empty(report.Failures);
        Assert.Equal(("Sums.adds", "Passed"), report.Tests.Select(test => (test.Name, test.Result)).Single());
    }

    [Theory]
    [InlineData("Describe 'Sums' { It 'adds' { 1 + 1 | Should -Be 3 }; It 'holds' { } }", "Expected 3, but got 2.")]
    [InlineData("Describe 'Sums' { BeforeAll { throw 'no set-up' }; It 'adds' { } }", "no set-up")]
    [InlineData("Describe 'Sums' { AfterAll { throw 'no clean-up' }; It 'adds' { } }", "no clean-up")]
    [InlineData("throw 'no container'", "no container")]
    [InlineData("Describe 'Sums' { It 'adds' {", "Missing closing")]
    [InlineData("Describe 'Sums' { }", "No test ran.")]
    [InlineData("Describe 'Sums' { It 'adds' -Skip { } }", "No test ran.")]
    [InlineData("exit 0", "No test ran.")]
    public async Task Everything_else_is_a_failure_with_its_text(string file, string text)
    {
        var report = await RunAsync(file);
        Assert.Contains(report.Failures, failure => failure.Contains(text, StringComparison.Ordinal));
    }

    private static async Task<PesterReport> RunAsync(string file)
    {
        using var folder = new TemporaryFolder();
        return await PesterFile.RunAsync(folder.Write("Sample.Tests.ps1", file));
    }
}
