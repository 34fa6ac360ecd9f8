using System;
using System.IO;
using Xunit;

namespace ExternalSources.HelpBuilder.Tests;

public sealed class ProgramTests
{
    private readonly string _output = Path.Combine(AppContext.BaseDirectory, "program.xml");

    [Fact]
    public void The_program_writes_the_help_and_exits_with_0()
    {
        var (code, errors) = Run("--assembly", SampleModule.AssemblyFile, "--documentation", SampleModule.DocumentationFile, "--output", _output);

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(File.ReadAllBytes(SampleModule.HelpFile), File.ReadAllBytes(_output));
    }

    [Fact]
    public void The_program_writes_errors_and_exits_with_1()
    {
        var (code, errors) = Run("--assembly", "nowhere.dll", "--documentation", SampleModule.DocumentationFile, "--output", _output);

        Assert.Equal(1, code);
        Assert.StartsWith("ExternalSources.HelpBuilder: error ES0012: The assembly '", errors);
    }

    [Fact]
    public void Missing_arguments_are_an_error() => Assert.NotEqual(0, Run("--output", _output).Code);

    private static (int Code, string Errors) Run(params string[] arguments)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var errors = new StringWriter();
        Console.SetOut(TextWriter.Null);
        Console.SetError(errors);
        try
        {
            var code = (int)typeof(HelpBuild).Assembly.EntryPoint!.Invoke(null, [arguments])!;
            return (code, errors.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
