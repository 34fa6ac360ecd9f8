using System.Linq;
using Xunit;

namespace ExternalSources.HelpBuilder.Tests.Topics;

public sealed class ParameterReaderTests(SampleModule module)
{
    [Fact]
    public void Parameters_are_sorted_and_those_of_ShouldProcess_come_last()
    {
        var names = module.Read("New-Door").Parameters.Select(parameter => parameter.Name).ToList();

        Assert.Equal(["Colour", "Expires", "Flap", "House", "Key", "Kind", "Name", "Owner", "Remark", "Width", "Confirm", "WhatIf"], names);
    }

    [Fact]
    public void Binding_facts_come_from_the_engine()
    {
        var name = module.Read("Get-Door", "Name");

        Assert.True(name is { Wildcards: true, ByValue: true, ByPropertyName: true, Required: false, Position: "0" });
        Assert.True(module.Read("New-Door", "Key") is { Wildcards: false, ByValue: false, ByPropertyName: false, Required: true, Position: "named" });
        Assert.Equal(["DoorName", "Label"], module.Read("New-Door", "Name").Aliases);
    }

    [Theory]
    [InlineData("Get-Door", "Name", "String[]")]
    [InlineData("Get-Door", "Address", "Uri")]
    [InlineData("New-Door", "Key", "SecureString")]
    [InlineData("New-Door", "Owner", "PSCredential")]
    [InlineData("New-Door", "Expires", "DateTimeOffset")]
    [InlineData("New-Door", "Width", "Int32")]
    [InlineData("New-Door", "Flap", "SwitchParameter")]
    public void Types_have_their_short_names(string cmdlet, string parameter, string type) => Assert.Equal(type, module.Read(cmdlet, parameter).TypeName);

    [Theory]
    [InlineData("Get-Door", "Name", "All doors")]
    [InlineData("New-Door", "Width", "90")]
    [InlineData("New-Door", "Flap", "False")]
    [InlineData("New-Door", "Expires", "None")]
    [InlineData("New-Door", "Kind", "None")]
    public void The_default_comes_from_the_comment_or_the_property(string cmdlet, string parameter, string value) =>
        Assert.Equal(value, module.Read(cmdlet, parameter).DefaultValue);

    [Theory]
    [InlineData("New-Door")]
    [InlineData("Get-Door")]
    public void An_enum_lists_its_values(string cmdlet)
    {
        var kind = module.Read(cmdlet, "Kind");

        Assert.Equal(["Front", "Garden"], kind.AcceptedValues);
        Assert.Equal("The acceptable values for this parameter are:\n\n- Front: A door to the street.\n- Garden: A door to the Garden.", kind.Description[^1]);
    }

    [Fact]
    public void A_validated_set_lists_its_values() =>
        Assert.Equal("The acceptable values for this parameter are: Red, Green.", module.Read("New-Door", "Colour").Description[^1]);

    [Fact]
    public void Parameters_of_a_base_class_have_its_comments()
    {
        var house = module.Read("Close-Door", "House");

        Assert.Equal(["The house that the door belongs to."], house.Description);
        Assert.Equal("The house you are in", house.DefaultValue);
    }

    [Fact]
    public void Inheritdoc_inherits_the_comments() => Assert.Equal(["The words of -House's owner."], module.Read("New-Door", "Remark").Description);
}
