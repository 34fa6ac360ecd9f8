using System;
using Xunit;

namespace ExternalSources.HelpBuilder.Tests.Checks;

public sealed class TextCheckTests(SampleModule module)
{
    private const string Cmdlet = "T:ExternalSources.HelpBuilder.Samples.GetDoorCommand";

    [Theory]
    [InlineData("summary", "ES0001", "Get-Door has no synopsis")]
    [InlineData("remarks", "ES0002", "Get-Door has no description")]
    [InlineData("example", "ES0003", "Get-Door has no example")]
    public void A_cmdlet_needs_a_synopsis_a_description_and_an_example(string section, string code, string message)
    {
        var error = Assert.Single(module.BuildWith(comments => comments.Remove(Cmdlet, section)));

        Assert.Equal(code, error.Code);
        Assert.StartsWith(message, error.Message);
    }

    [Theory]
    [InlineData("P:ExternalSources.HelpBuilder.Samples.GetDoorCommand.Kind", "Get-Door -Kind has no description")]
    [InlineData("P:ExternalSources.HelpBuilder.Samples.DoorCommand.House", "Close-Door -House has no description")]
    public void A_parameter_needs_a_description(string id, string message)
    {
        var errors = module.BuildWith(comments => comments.Remove(id, "summary"));

        Assert.All(errors, error => Assert.Equal("ES0004", error.Code));
        Assert.Contains(errors, error => error.Message.StartsWith(message, StringComparison.Ordinal));
    }
}
