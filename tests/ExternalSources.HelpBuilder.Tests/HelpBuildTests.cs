using System;
using System.IO;
using System.Linq;
using Xunit;

namespace ExternalSources.HelpBuilder.Tests;

public sealed class BuildErrorTests(SampleModule module)
{
    private const string Cmdlet = "T:Samples.GetDoorCommand";

    [Theory]
    [InlineData("summary", "ES0001", "Get-Door has no synopsis")]
    [InlineData("remarks", "ES0002", "Get-Door has no description")]
    [InlineData("example", "ES0003", "Get-Door has no example")]
    public void A_cmdlet_needs_its_texts(string section, string code, string message)
    {
        var error = Assert.Single(module.BuildWith(comments => comments.Remove(Cmdlet, section)));

        Assert.Equal(code, error.Code);
        Assert.StartsWith(message, error.Message);
    }

    [Theory]
    [InlineData("P:Samples.GetDoorCommand.Kind", "Get-Door -Kind has no description")]
    [InlineData("P:Samples.DoorCommand.House", "Close-Door -House has no description")]
    public void A_parameter_needs_a_description(string id, string message)
    {
        var errors = module.BuildWith(comments => comments.Remove(id, "summary"));

        Assert.All(errors, error => Assert.Equal("ES0004", error.Code));
        Assert.Contains(errors, error => error.Message.StartsWith(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "ES0005", "has no <code>")]
    [InlineData("Get-Door -Name 'x", "ES0006", "does not parse: The string is missing the terminator")]
    [InlineData("Get-Door -Nam x", "ES0007", "uses -Nam, which Get-Door does not have")]
    [InlineData("$front | ForEach-Object { Samples\\Get-Door -Colour Red }", "ES0007", "uses -Colour")]
    [InlineData("Get-Door front garden", "ES0008", "garden")]
    [InlineData("New-Door x -Kind Front -Key $key", "ES0008", "Parameter set")]
    [InlineData("New-Door x -Kind Trap", "ES0008", "'Trap' is no DoorKind for -Kind")]
    [InlineData("New-Door x -Key plain", "ES0008", "'plain' is no SecureString for -Key")]
    [InlineData("New-Door x -Key $key -Expires someday", "ES0008", "'someday' is no DateTimeOffset for -Expires")]
    [InlineData("Delete-Door front", "ES0009", "uses Delete-Door")]
    public void An_example_must_run(string code, string error, string message)
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
    public void A_sound_example_passes(string code) => Assert.Empty(module.BuildWith(comments => comments.Example(code)));

    [Fact]
    public void A_related_cmdlet_must_exist()
    {
        var error = Assert.Single(module.BuildWith(comments => comments.Replace(Cmdlet, "seealso", "<seealso cref=\"T:Samples.Door\"/>")));

        Assert.Equal("ES0010", error.Code);
    }

    [Fact]
    public void A_reference_must_resolve()
    {
        var error = Assert.Single(module.BuildWith(comments => comments.Replace(Cmdlet, "remarks", "<remarks>See <see cref=\"!:Nowhere\"/>.</remarks>")));

        Assert.Equal("ES0011", error.Code);
    }

    [Fact]
    public void Missing_files_are_errors_that_name_them()
    {
        var output = Path.GetTempFileName();

        var assembly = Assert.Single(HelpBuild.Run("nowhere.dll", [SampleModule.DocumentationFile], output));
        var documentation = Assert.Single(HelpBuild.Run(SampleModule.AssemblyFile, ["nowhere.xml"], output));

        Assert.Equal(("ES0012", "ES0012"), (assembly.Code, documentation.Code));
        Assert.Contains("nowhere.dll", assembly.Message);
        Assert.Contains("nowhere.xml", documentation.Message);
        File.Delete(output);
    }

    [Fact]
    public void A_file_that_is_no_module_is_an_error()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".dll");
        File.WriteAllText(file, "no assembly");

        var error = Assert.Single(HelpBuild.Run(file, [SampleModule.DocumentationFile], file + ".xml"));

        Assert.Equal("ES0012", error.Code);
        Assert.DoesNotContain('\n', error.Message);
        File.Delete(file);
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_an_error()
    {
        var errors = HelpBuild.Run(SampleModule.AssemblyFile, [SampleModule.DocumentationFile], Path.GetTempPath());

        Assert.Equal("ES0013", Assert.Single(errors).Code);
    }

    [Fact]
    public void All_errors_are_told_at_once() =>
        Assert.Equal(
            ["ES0001", "ES0002", "ES0003"],
            module
                .BuildWith(comments =>
                {
                    comments.Remove(Cmdlet, "summary");
                    comments.Remove(Cmdlet, "remarks");
                    comments.Remove(Cmdlet, "example");
                })
                .Select(error => error.Code)
                .Order()
        );

    [Fact]
    public void MSBuild_recognizes_an_error() => Assert.Equal("ExternalSources.HelpBuilder: error ES0001: Why.", new HelpError("ES0001", "Why.").ToString());
}
