using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using ExternalSources.Simulator;
using Xunit;

namespace ExternalSources.Package.Tests.Processes;

/// <summary>The README's first command, as a process.</summary>
public sealed class QuickstartTests(QuickstartRun run) : IClassFixture<QuickstartRun>
{
    [Fact]
    public void It_succeeds() => Assert.True(run.Outcome.ExitCode == 0, run.Outcome.ToString());

    [Fact]
    public void Only_the_two_refusals_it_shows_are_errors()
    {
        string[] expected =
        [
            "New-ExternalSource: 'acme-test' was not saved. Jira does not accept the e-mail address nobody@acme.example",
            "  Recommendation: Check that the token belongs to this e-mail address",
            "Set-ExternalSource: The e-mail address of 'acme-site' cannot change without the API key",
            "  Recommendation: Give the key again",
        ];
        var lines = run.Outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Length, lines.Length);
        Assert.All(expected.Zip(lines), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void It_shows_commands_tables_and_dry_runs()
    {
        var output = run.Outcome.Output;
        Assert.Contains("PS> New-ExternalSource -Name acme -Type Access", output, StringComparison.Ordinal);
        Assert.Matches(@"\nName +Type +LastUpdatedBy +LastUpdated +Expires +Status *\n", output);
        Assert.Matches(@"\nacme +Access .* Connected *\n", output);
        Assert.Contains("What if:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-ExternalUser -Source acme -First 5", @"^acme .*(Active|Suspended|Deactivated|ForDeletion|NotInvited)", 5, 5)]
    [InlineData("Get-ExternalUser -Source acme-site -Name 'a*' -Status Deactivated", @"^acme-site +A.* Deactivated", 1, 100)]
    [InlineData("Get-ExternalGroup -Source acme -Application jira-software -IncludeCounts", @"^acme .* [0-9]+ (True|False) +.*jira-software", 2, 100)]
    [InlineData("Get-ExternalGroupMember -Source acme-site -Group jira-administrators", @"^acme-site .* Active", 1, 100)]
    [InlineData("Get-ExternalUser -Source acme-site -Application jira-software -InactiveFor 90 -Status Active", @"^acme-site .* Active", 5, 100)]
    [InlineData("Get-ExternalWorkspace -Source acme", @"^acme +acme(-2|-sandbox)? +jira-software +Online", 3, 3)]
    [InlineData("New-ExternalSource -Name acme-2", @"^acme-2 +JiraCloud .* Connected *$", 1, 1)]
    [InlineData("Get-ExternalUser -Source acme -Application jira-software -Workspace acme-2", @"^acme .* Active", 3, 100)]
    [InlineData("$count = @{}", @"^(Active|Suspended|Deactivated|ForDeletion|NotInvited|Deleted) +[0-9]+ *$", 4, 6)]
    [InlineData("Get-ExternalUser -AccountId $deactivated.AccountId -Effective", @"^ *(States +: )?(acme: Deactivated|acme-site: (Active|Deactivated))", 2, 2)]
    [InlineData("$seats | Revoke-ExternalUserAccess -Application jira-software -Workspace acme -WhatIf", @"^WhatIf +acme +RevokeUserAccess", 3, 100)]
    [InlineData("Invoke-ExternalPlan $plan", @"^Succeeded +acme +RevokeUserAccess", 3, 100)]
    [InlineData("Get-ExternalRun\n", @"^[0-9]{8}-[0-9]{9}-[0-9a-f]{4} RevokeUserAccess +Completed +[0-9]+ Succeeded, [0-9]+ NoChange *$", 1, 1)]
    [InlineData("Get-ExternalRun -Last 1 -Detail", @" left jira-software-users\r?$", 3, 100)]
    [InlineData("Get-ExternalRun -Last 1 | Undo-ExternalRun", @"^Succeeded +acme +AddGroupMember", 3, 100)]
    [InlineData("$now = Get-ExternalUser", @"^([1-9][0-9]*) inactive users held a seat before, \1 do now\.", 1, 1)]
    [InlineData("Get-ExternalSource\n", @"^acme", 0, 0)]
    public void Each_command_shows_what_it_is_there_for(string command, string row, int atLeast, int atMost)
    {
        var output = run.Outcome.Output.ReplaceLineEndings("\n") + "\n";
        var start = output.LastIndexOf("PS> " + command, StringComparison.Ordinal);
        Assert.True(start >= 0, $"'{command}' was not shown.\n{output}");
        var next = output.IndexOf("\nPS> ", start, StringComparison.Ordinal);
        var section = next < 0 ? output[start..] : output[start..next];
        Assert.True(Regex.Count(section, row, RegexOptions.Multiline) is var rows && rows >= atLeast && rows <= atMost, $"{rows} rows:\n{section}");
    }

    [Fact]
    public void No_key_is_in_its_output()
    {
        Assert.DoesNotContain(SimulatorKeys.Organization, run.Outcome.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(SimulatorKeys.Site, run.Outcome.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Output_that_is_redirected_has_no_colours() => Assert.DoesNotContain('\u001b', run.Outcome.ToString());

    [Fact]
    public void It_leaves_no_file_of_ours_behind() =>
        Assert.DoesNotContain(
            Directory.EnumerateFileSystemEntries(run.Home.Path, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(run.Home.Path, path)),
            path => path.Contains("ExternalSources", StringComparison.Ordinal) || path.EndsWith("sources.json", StringComparison.Ordinal)
        );
}
