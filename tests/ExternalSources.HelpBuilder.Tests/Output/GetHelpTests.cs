using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ExternalSources.TestKit.Host;
using Xunit;

namespace ExternalSources.HelpBuilder.Tests.Output;

/// <summary>The help file as Get-Help shows it.</summary>
public sealed class GetHelpTests
{
    [Fact]
    public void Full_help_looks_like_that_of_an_in_box_cmdlet()
    {
        var help = Show("Get-Help New-Door -Full | Out-Host");
        TestContext.Current.TestOutputHelper?.WriteLine(help);

        Assert.Contains("SYNOPSIS\n    Adds a door to a house.\n", help);
        Assert.Contains("New-Door [-Name] <String> -Kind {Front | Garden} [-Width <Int32>]", help);
        Assert.Contains("[-WhatIf] [-Confirm] [<CommonParameters>]", help);
        Assert.Contains("New-Door [-Name] <String> -Key <SecureString> [-Expires <DateTimeOffset>] [-Owner <PSCredential>]", help);
        Assert.Contains("Cuts the opening, and hangs a Door of a -Kind.", help);
        Assert.Contains("    - Time: an hour.\n    - A saw.\n", help);
        Assert.Contains("-Width <Int32>\n        How wide the door is, in centimetres.", help);
        Assert.Contains("    This cmdlet supports the common parameters", help);
        Assert.Contains("NOTES", help);
        Assert.Contains("Doors are heavy.", help);
        Assert.Contains("Example 1: Add a front door", help);
        Assert.Contains("    New-Door -Name front -Kind Front -WhatIf |\n        Where-Object { $_.Name -like 'f*' }\n", help);
        Assert.Contains("    Then looks at it.\n\n    --", help);
        Assert.Contains("RELATED LINKS\n    Online Version: https://example.com/new-door", help);
        Assert.Contains("The manual of doors: https://example.com/doors", help);
    }

    [Fact]
    public void Help_for_a_parameter_shows_its_facts()
    {
        var help = Show("Get-Help Get-Door -Parameter Name | Out-Host");

        Assert.Contains("-Name <String[]>", help);
        Assert.Matches(@"Required\?\s+false", help);
        Assert.Matches(@"Position\?\s+0", help);
        Assert.Matches(@"Default value\s+All doors", help);
        Assert.Matches(@"Accept pipeline input\?\s+True \(ByPropertyName, ByValue\)", help);
        Assert.Matches(@"Accept wildcard characters\?\s+true", help);
    }

    [Theory]
    [InlineData("New-Door")]
    [InlineData("Get-Door")]
    [InlineData("Close-Door")]
    public void Examples_come_from_the_help_file(string cmdlet)
    {
        var help = Show($"(Get-Help {cmdlet}).examples.example.Count -gt 0 | Out-Host");

        Assert.Equal("True", help.Trim());
    }

    private static string Show(string script)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule([SampleModule.AssemblyFile]);

        // The screen is wide enough that no line of the samples wraps.
        var host = new RecordingHost(width: 200);
        using var runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell.AddScript(script).Invoke();

        Assert.Empty(shell.Streams.Error);
        return string.Join('\n', host.Text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()));
    }
}
