using System;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace ExternalSources.HelpBuilder.Tests.Output;

public sealed class MamlFileTests
{
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";

    [Fact]
    public void The_same_input_produces_the_same_bytes()
    {
        var again = Path.Combine(AppContext.BaseDirectory, "again.xml");
        Assert.Empty(HelpBuild.Run(SampleModule.AssemblyFile, [SampleModule.DocumentationFile], again));

        var bytes = File.ReadAllBytes(SampleModule.HelpFile);
        Assert.Equal(bytes, File.ReadAllBytes(again));
        Assert.Equal((byte)'<', bytes[0]);
        Assert.DoesNotContain((byte)'\r', bytes);
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>", File.ReadAllText(again));
    }

    [Fact]
    public void The_syntax_lists_the_values_of_an_enum()
    {
        var kind = XDocument
            .Load(SampleModule.HelpFile)
            .Descendants(Command + "syntaxItem")
            .Where(item => item.Element(Maml + "name")!.Value == "New-Door")
            .Elements(Command + "parameter")
            .Single(parameter => parameter.Element(Maml + "name")!.Value == "Kind");

        Assert.Equal(["Front", "Garden"], kind.Element(Command + "parameterValueGroup")!.Elements(Command + "parameterValue").Select(value => value.Value));
    }

    [Fact]
    public void A_switch_has_no_value()
    {
        var switches = XDocument
            .Load(SampleModule.HelpFile)
            .Descendants(Command + "parameter")
            .Where(parameter => parameter.Element(Maml + "name")!.Value is "Flap" or "WhatIf" or "Confirm")
            .ToList();

        Assert.NotEmpty(switches);
        Assert.Empty(switches.Elements(Command + "parameterValue"));
    }
}
