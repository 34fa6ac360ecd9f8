using System.Linq;
using Xunit;

namespace ExternalSources.HelpBuilder.Tests.Topics;

public sealed class TopicReaderTests(SampleModule module)
{
    [Fact]
    public void The_samples_have_no_errors() => Assert.Empty(module.Errors);

    [Fact]
    public void The_synopsis_is_the_first_paragraph_of_the_summary() => Assert.Equal("Adds a door to a house.", module.Read("New-Door").Synopsis);

    [Fact]
    public void The_description_is_plain_text()
    {
        Assert.Equal(
            [
                "Cuts the opening, and hangs a Door of a -Kind. "
                    + "Look at it with Get-Door; $null and Get-Date are words, so is the manual (https://example.com/doors).",
                "It takes:",
                "- Time: an hour.\n- A saw.",
            ],
            module.Read("New-Door").Description
        );
    }

    [Fact]
    public void Remarks_need_no_paragraphs() => Assert.Equal(["Lists all doors, or those with a -Name."], module.Read("Get-Door").Description);

    [Fact]
    public void An_alert_list_becomes_notes() => Assert.Equal(["Mind the -Kind.", "Doors are heavy."], module.Read("New-Door").Notes);

    [Fact]
    public void Code_keeps_its_indentation_without_that_of_the_comment()
    {
        var example = module.Read("New-Door").Examples[0];

        Assert.Equal("Add a front door", example.Title);
        Assert.Equal("New-Door -Name front -Kind Front -WhatIf |\n    Where-Object { $_.Name -like 'f*' }\n\nGet-Door", example.Commands);
        Assert.Equal(example.Commands + "\n\nName  Kind\n----  ----\nfront Front", example.Code);
        Assert.Equal(["Hangs the door.", "Then looks at it."], example.Remarks);
    }

    [Fact]
    public void The_first_paragraph_is_the_title_when_there_is_none()
    {
        var example = module.Read("New-Door").Examples[1];

        Assert.Equal("Add a door with a lock", example.Title);
        Assert.Empty(example.Remarks);
    }

    [Fact]
    public void The_first_related_link_is_the_online_version()
    {
        Assert.Equal(
            [("Online Version:", "https://example.com/new-door"), ("Get-Door", ""), ("The manual of doors:", "https://example.com/doors"), ("about_Doors", "")],
            module.Read("New-Door").Links.Select(link => (link.Text, link.Uri))
        );
    }

    [Fact]
    public void An_output_has_the_summary_of_its_type() => Assert.Equal(["A door of the house."], Assert.Single(module.Read("New-Door").Outputs).Description);

    [Fact]
    public void A_cmdlet_can_describe_its_types()
    {
        var topic = module.Read("Get-Door");

        Assert.Equal(["One door after the other."], topic.Outputs.Single(output => output.Name == "ExternalSources.HelpBuilder.Samples.Door").Description);
        Assert.Equal(["You can pipe the names of doors to this cmdlet."], topic.Inputs.Single(input => input.Name == "System.String").Description);
    }

    [Fact]
    public void Inputs_come_from_pipeline_parameters()
    {
        Assert.Equal("ExternalSources.HelpBuilder.Samples.Door", Assert.Single(module.Read("Close-Door").Inputs).Name);
        Assert.Equal(
            ["You can pipe objects that have properties named Expires and Name to this cmdlet."],
            Assert.Single(module.Read("New-Door").Inputs).Description
        );
    }

    [Fact]
    public void A_cmdlet_without_output_has_the_output_None() => Assert.Equal("None", Assert.Single(module.Read("Close-Door").Outputs).Name);

    [Fact]
    public void Each_parameter_set_is_a_syntax_with_the_default_one_first()
    {
        var syntax = module.Read("New-Door").Syntax;

        Assert.Equal(["Kind", "Lock"], syntax.Select(set => set.ParameterSet));
        Assert.Equal(["Name", "Kind"], syntax[0].Parameters.Take(2).Select(parameter => parameter.Name));
        Assert.Equal(["WhatIf", "Confirm"], syntax[0].Parameters.TakeLast(2).Select(parameter => parameter.Name));
        Assert.DoesNotContain(syntax[0].Parameters, parameter => parameter.Name is "Key" or "Verbose" or "Internal");
        Assert.DoesNotContain(syntax[1].Parameters, parameter => parameter.Name == "Kind");
    }
}
