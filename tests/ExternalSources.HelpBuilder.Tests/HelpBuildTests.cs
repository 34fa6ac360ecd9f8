using System.IO;
using System.Linq;
using Xunit;

namespace ExternalSources.HelpBuilder.Tests;

public sealed class HelpBuildTests(SampleModule module)
{
    private const string Cmdlet = "T:ExternalSources.HelpBuilder.Samples.GetDoorCommand";

    [Fact]
    public void A_missing_file_is_an_error_that_names_it()
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
    public void A_file_that_is_not_a_module_is_an_error()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".dll");
        File.WriteAllText(file, "not an assembly");

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
    public void All_errors_are_reported_at_once() =>
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
    public void An_error_has_the_MSBuild_format() =>
        Assert.Equal("ExternalSources.HelpBuilder: error ES0001: Why.", new HelpError("ES0001", "Why.").ToString());
}
