using Xunit;

namespace ExternalSources.HelpBuilder.Tests.Checks;

public sealed class ExampleCheckTests(SampleModule module)
{
    [Theory]
    [InlineData("", "ES0005", "has no <code>")]
    [InlineData("Get-Door -Name 'x", "ES0006", "does not parse: The string is missing the terminator")]
    [InlineData("Get-Door -Nam x", "ES0007", "uses -Nam, which Get-Door does not have")]
    [InlineData("$front | ForEach-Object { Samples\\Get-Door -Colour Red }", "ES0007", "uses -Colour")]
    [InlineData("Get-Door front garden", "ES0008", "garden")]
    [InlineData("New-Door x -Kind Front -Key $key", "ES0008", "Parameter set")]
    [InlineData("New-Door x -Kind Trap", "ES0008", "'Trap' is not a DoorKind for -Kind")]
    [InlineData("New-Door x -Key plain", "ES0008", "'plain' is not a SecureString for -Key")]
    [InlineData("New-Door x -Key $key -Expires someday", "ES0008", "'someday' is not a DateTimeOffset for -Expires")]
    [InlineData("Delete-Door front", "ES0009", "uses Delete-Door")]
    public void An_invalid_example_is_an_error(string code, string error, string message)
    {
        var found = Assert.Single(module.BuildWith(comments => comments.Example(code)));

        Assert.Equal(error, found.Code);
        Assert.StartsWith("Example 1 of Get-Door", found.Message);
        Assert.Contains(message, found.Message);
    }

    [Theory]
    [InlineData("Get-Door -Name f* -Verbose -ErrorAction Stop | Close-Door")]
    [InlineData("$door = @{ Name = 'x' }; New-Door @door")]
    [InlineData("Import-Csv doors.csv | New-Door -Kind Garden -WhatIf")]
    [InlineData("New-Door -Label y -Kind Garden; Get-Item x -NoSuchParameter")]
    [InlineData("Get-Door | Where-Object Name -eq front | New-Door -Key $key")]
    [InlineData("Get-Door $names -Quiet:$false")]
    [InlineData("New-Door -Name x -Kind ('Front') -Width 20 -Confirm:$false")]
    [InlineData("Get-Door -Kind Front, Garden -Address https://example.com; Get-Door -Kind garden -Name a, b")]
    [InlineData("New-Door x -Key $key -Expires 2030-01-31; New-Door x -Key $key -Expires (Get-Date).AddYears(1)")]
    [InlineData("# A comment\nGet-Door `\n    -Name x")]
    public void A_valid_example_has_no_errors(string code) => Assert.Empty(module.BuildWith(comments => comments.Example(code)));
}
