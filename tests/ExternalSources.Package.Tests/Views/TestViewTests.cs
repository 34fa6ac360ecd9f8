using System;
using System.Linq;
using ExternalSources.Package.Tests.Support;
using Xunit;

namespace ExternalSources.Package.Tests.Views;

public sealed class TestViewTests
{
    [Fact]
    public void A_test_result_shows_reason_way_out_duration_and_the_outcome_of_each_check()
    {
        using var shell = new PackageShell();
        Assert.Equal(
            [
                "Name           : acme",
                "Type           : Access",
                "Status         : Error",
                "Reason         : No rights.",
                "Recommendation : Ask for them.",
                "Duration       : 1,234 ms",
                "Checks         : Address             Passed",
                "                 AdministratorRights Failed",
            ],
            shell.Lines(Samples.Result + " | Out-Host")
        );
    }

    [Fact]
    public void A_result_without_reason_leaves_blanks()
    {
        using var shell = new PackageShell();
        string[] lines = [.. shell.Lines($"$result = {Samples.Result}; $result.GetType().GetProperty('Reason').SetValue($result, $null); $result | Out-Host")];
        Assert.Contains("Reason         :", lines);
    }

    [Fact]
    public void Checks_are_a_table_whose_detail_says_what_to_do()
    {
        using var shell = new PackageShell();
        string[] lines = [.. shell.Lines($"& {{ {Samples.Check}; {Samples.FailedCheck} }} | Out-Host")];
        Assert.Equal(["Check", "Outcome", "Detail"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["Address             Passed   It answers.", "AdministratorRights Failed   No rights. Ask for them."], lines.Skip(2));
    }
}
