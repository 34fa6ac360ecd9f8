using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Package.Tests.Layout;

public sealed class LayoutTests
{
    [Fact]
    public void The_module_folder_holds_what_a_user_needs_and_nothing_else()
    {
        string[] expected =
        [
            "CHANGELOG.md",
            "ExternalSources.Format.ps1xml",
            "ExternalSources.Types.ps1xml",
            "ExternalSources.psd1",
            "LICENSE",
            "README.md",
            "bin/ExternalSources.Core.dll",
            "bin/ExternalSources.dll",
            "bin/Newtonsoft.Json.dll",
            "en-US/ExternalSources.dll-Help.xml",
            "en-US/about_ExternalSources.help.txt",
        ];
        string[] found =
        [
            .. Directory
                .EnumerateFiles(RepositoryPaths.ModuleFolder, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(RepositoryPaths.ModuleFolder, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("bin/ExternalSources.dll")]
    [InlineData("bin/ExternalSources.Core.dll")]
    [InlineData("en-US/ExternalSources.dll-Help.xml")]
    public void No_file_names_the_machine_that_built_it(string file)
    {
        var content = File.ReadAllBytes(Path.Combine(RepositoryPaths.ModuleFolder, file));
        var root = RepositoryPaths.Root.TrimEnd(Path.DirectorySeparatorChar);
        Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(root)));
        Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.Unicode.GetBytes(root)));
    }

    /// <summary>A build without a named configuration lays out the same files.</summary>
    [Theory]
    [InlineData("bin/ExternalSources.dll")]
    [InlineData("bin/ExternalSources.Core.dll")]
    public void An_assembly_is_optimized_in_every_configuration(string file)
    {
        var debugging = Assembly.LoadFrom(Path.Combine(RepositoryPaths.ModuleFolder, file)).GetCustomAttribute<DebuggableAttribute>();
        Assert.NotEqual(true, debugging?.IsJITOptimizerDisabled);
    }

    [Fact]
    public void A_file_that_is_copied_as_it_is_reads_as_in_the_repository()
    {
        foreach (var file in new[] { "ExternalSources.psd1", "README.md", "CHANGELOG.md", "LICENSE" })
        {
            Assert.Equal(File.ReadAllText(Path.Combine(RepositoryPaths.Root, file)), File.ReadAllText(Path.Combine(RepositoryPaths.ModuleFolder, file)));
        }
    }
}
