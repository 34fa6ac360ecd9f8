using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Package.Tests.Support;
using Xunit;

namespace ExternalSources.Package.Tests.Help;

/// <summary>What Get-Help says.</summary>
public sealed class HelpTests : IDisposable
{
    private static readonly string[] Sections = ["NAME", "SYNOPSIS", "SYNTAX", "DESCRIPTION", "PARAMETERS", "INPUTS", "OUTPUTS", "RELATED LINKS"];

    private readonly PackageShell _shell = new(width: 120);

    public static TheoryData<string> Names => [.. PackageAssembly.Cmdlets.Select(PackageAssembly.NameOf)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cmdlet_has_synopsis_description_and_examples(string name)
    {
        Assert.NotEqual(string.Empty, Text(name, "$help.Synopsis"));
        Assert.False(
            Text(name, "$help.Synopsis").StartsWith(name, StringComparison.OrdinalIgnoreCase),
            "The engine's own syntax stands in for help that is missing."
        );
        Assert.NotEqual(string.Empty, Text(name, "$help.description | ForEach-Object Text"));
        Assert.True(HelpExample.All.Count(example => example.Cmdlet == name) >= 2);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_example_has_a_title_and_says_what_comes_of_it(string name)
    {
        var titles = Values(name, "$help.examples.example | ForEach-Object title");
        var remarks = Values(name, "$help.examples.example | ForEach-Object { [string]::Concat(@($_.remarks | ForEach-Object Text)).Trim() }");
        Assert.Equal(HelpExample.All.Count(example => example.Cmdlet == name), titles.Count);
        Assert.All(titles.Concat(remarks), text => Assert.NotEqual(string.Empty, text));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_parameter_is_described(string name)
    {
        string[] parameters = [.. PackageAssembly.Parameters(PackageAssembly.Find(name)).Select(parameter => parameter.Name)];
        string[] described =
        [
            .. Values(
                name,
                "$help.parameters.parameter | Where-Object { [string]::Concat(@($_.description | ForEach-Object Text)).Trim() } | ForEach-Object Name"
            ),
        ];
        Assert.Empty(parameters.Except(described));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Full_help_renders_with_all_its_sections(string name)
    {
        var text = string.Join('\n', _shell.Lines($"Get-Help {name} -Full | Out-Host"));
        int[] places = [.. Sections.Select(section => ("\n" + text).IndexOf("\n" + section + "\n", StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.DoesNotContain("<para>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("T:ExternalSources", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Related_links_name_commands_that_there_are_or_addresses(string name)
    {
        foreach (var link in Values(name, "$help.relatedLinks.navigationLink | ForEach-Object { if ($_.uri) { $_.uri } else { $_.linkText } }"))
        {
            Assert.True(Uri.IsWellFormedUriString(link, UriKind.Absolute) || Names.Any(row => row.Data == link), link);
        }
    }

    [Fact]
    public void The_about_topic_is_found_and_names_every_cmdlet()
    {
        var text = string.Join('\n', _shell.Lines("Get-Help about_ExternalSources | Out-Host"));
        Assert.Contains("SHORT DESCRIPTION", text, StringComparison.Ordinal);
        Assert.All(PackageAssembly.Cmdlets, cmdlet => Assert.Contains(PackageAssembly.NameOf(cmdlet), text, StringComparison.Ordinal));
    }

    public void Dispose() => _shell.Dispose();

    private string Text(string name, string expression) => string.Join('\n', Values(name, expression));

    private IReadOnlyList<string> Values(string name, string expression) =>
        [.. _shell.Ok($"$help = Get-Help {name} -Full; {expression}").Output.Select(value => LanguagePrimitives.ConvertTo<string>(value).Trim())];
}
