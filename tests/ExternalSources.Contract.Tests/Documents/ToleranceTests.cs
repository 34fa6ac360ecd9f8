using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>Each tolerance is needed, and does what it says.</summary>
public sealed class ToleranceTests
{
    public static TheoryData<string> Names => [.. Tolerance.All.Select(tolerance => tolerance.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_tolerance_is_needed(string name)
    {
        var tolerance = Tolerance.All.Single(tolerance => tolerance.Name == name);
        var (restricted, free) = (await ProblemsWithoutAsync(tolerance), Problems(await ServiceContract.GetAsync(), tolerance));
        var (with, without) = tolerance.Restricts ? (restricted, free) : (free, restricted);

        Assert.Empty(with);
        Assert.NotEmpty(without);
    }

    [Fact]
    public async Task A_correction_finds_the_fault_that_it_corrects()
    {
        foreach (var tolerance in Tolerance.All.Where(tolerance => tolerance.Correct is not null))
        {
            Assert.True(tolerance.Correct!(await ServiceContract.PublishedTextAsync(tolerance.Document!)) > 0, $"{tolerance}: the document has no such fault.");
        }
    }

    [Fact]
    public void Every_tolerance_has_a_reason_and_a_name_of_its_own()
    {
        Assert.All(Tolerance.All, tolerance => Assert.EndsWith(".", tolerance.Reason, StringComparison.Ordinal));
        Assert.Distinct(Tolerance.All.Select(tolerance => tolerance.Name));
    }

    private static async Task<IReadOnlyList<string>> ProblemsWithoutAsync(Tolerance tolerance)
    {
        try
        {
            return Problems(await ServiceContract.WithoutAsync(tolerance), tolerance);
        }
        catch (FormatException unreadable)
        {
            return [unreadable.Message];
        }
    }

    private static IReadOnlyList<string> Problems(ServiceContract contract, Tolerance tolerance) =>
        [
            .. (tolerance.IsExampleBroken ? [] : contract.ProblemsOfRequest(tolerance.Example))
                .Concat(contract.ProblemsOfResponse(tolerance.Example))
                .Select(problem => problem.Text),
        ];
}
