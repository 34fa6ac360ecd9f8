using Xunit;

namespace ExternalSources.HelpBuilder.Tests.Checks;

public sealed class LinkCheckTests(SampleModule module)
{
    private const string Cmdlet = "T:ExternalSources.HelpBuilder.Samples.GetDoorCommand";

    [Fact]
    public void A_related_link_to_no_cmdlet_is_an_error()
    {
        var error = Assert.Single(
            module.BuildWith(comments => comments.Replace(Cmdlet, "seealso", "<seealso cref=\"T:ExternalSources.HelpBuilder.Samples.Door\"/>"))
        );

        Assert.Equal("ES0010", error.Code);
    }
}
