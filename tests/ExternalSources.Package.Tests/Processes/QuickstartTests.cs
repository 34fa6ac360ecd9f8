using System;
using System.IO;
using System.Linq;
using ExternalSources.Simulator;
using Xunit;

namespace ExternalSources.Package.Tests;

/// <summary>The README's first command, as a process.</summary>
public sealed class QuickstartTests(QuickstartRun run) : IClassFixture<QuickstartRun>
{
    [Fact]
    public void It_succeeds_and_complains_of_nothing()
    {
        Assert.True(run.Outcome.ExitCode == 0, run.Outcome.ToString());
        Assert.Empty(run.Outcome.Errors);
    }

    [Fact]
    public void It_shows_commands_tables_and_an_error_with_reason_and_way_out()
    {
        string output = run.Outcome.Output;
        Assert.Contains("PS> New-ExternalSource -Name acme -Type Access", output, StringComparison.Ordinal);
        Assert.Matches(@"\nName +Type +LastUpdatedBy +LastUpdated +Expires +Status *\n", output);
        Assert.Matches(@"\nacme +Access .* Connected *\n", output);
        Assert.Contains("'acme-test' was not saved. Jira does not accept the e-mail address nobody@acme.example", output, StringComparison.Ordinal);
        Assert.Contains("Recommendation: Check that the token belongs to this e-mail address", output, StringComparison.Ordinal);
        Assert.Contains("What if:", output, StringComparison.Ordinal);
    }

    [Fact]
    public void No_key_is_in_its_output()
    {
        Assert.DoesNotContain(SimulatorKeys.Organization, run.Outcome.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(SimulatorKeys.Site, run.Outcome.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Output_that_is_redirected_has_no_colours() => Assert.DoesNotContain('\u001b', run.Outcome.Output);

    [Fact]
    public void It_leaves_no_file_of_ours_behind() => Assert.DoesNotContain(
        Directory.EnumerateFileSystemEntries(run.Home.Path, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(run.Home.Path, path)),
        path => path.Contains("ExternalSources", StringComparison.Ordinal) || path.EndsWith("sources.json", StringComparison.Ordinal));
}
