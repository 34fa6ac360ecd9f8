using Xunit;

namespace ExternalSources.HelpBuilder.Tests.Documentation;

public sealed class CrefWordsTests(SampleModule module)
{
    private const string Cmdlet = "T:ExternalSources.HelpBuilder.Samples.GetDoorCommand";

    [Fact]
    public void An_unresolved_reference_is_an_error()
    {
        var error = Assert.Single(module.BuildWith(comments => comments.Replace(Cmdlet, "remarks", "<remarks>See <see cref=\"!:Nowhere\"/>.</remarks>")));

        Assert.Equal("ES0011", error.Code);
    }
}
