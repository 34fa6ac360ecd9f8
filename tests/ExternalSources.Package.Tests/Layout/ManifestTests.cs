using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using ExternalSources.Package.Tests.Support;
using ExternalSources.TestKit;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Package.Tests.Layout;

public sealed class ManifestTests
{
    private static readonly string[] CmdletNames = [.. PackageAssembly.Cmdlets.Select(PackageAssembly.NameOf).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_engine_finds_the_manifest_valid()
    {
        using var shell = new TestShell();
        var result = shell.Run(
            "Test-ModuleManifest -Path $path",
            new System.Collections.Generic.Dictionary<string, object?> { ["path"] = RepositoryPaths.ModuleManifest }
        );
        Assert.Empty(result.AllErrors);
        Assert.Empty(result.Warnings);
        var module = Assert.Single(result.OutputOf<PSModuleInfo>());
        Assert.Equal(RepositoryPaths.ModuleVersion, module.Version.ToString());
        Assert.NotEqual(Guid.Empty, module.Guid);
        Assert.False(string.IsNullOrWhiteSpace(module.Description));
    }

    [Fact]
    public void The_manifest_exports_the_cmdlets_of_the_assembly_by_name()
    {
        var manifest = Read(RepositoryPaths.ModuleManifest);
        Assert.Equal(CmdletNames, ((object[])manifest["CmdletsToExport"]!).Cast<string>().Order(StringComparer.Ordinal));
        foreach (var nothing in new[] { "FunctionsToExport", "AliasesToExport", "VariablesToExport" })
        {
            Assert.Empty((object[])manifest[nothing]!);
        }
    }

    [Fact]
    public void The_shell_shows_the_cmdlets_and_nothing_else_of_the_module()
    {
        using var shell = new PackageShell();
        Assert.Equal(CmdletNames, shell.Ok("(Get-Command -Module ExternalSources).Name").OutputOf<string>().Order(StringComparer.Ordinal));
        var module = Assert.Single(shell.Ok("Get-Module ExternalSources").OutputOf<PSModuleInfo>());
        Assert.Equal(CmdletNames, module.ExportedCommands.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(module.ExportedVariables);
        Assert.Empty(module.ExportedAliases);
    }

    [Fact]
    public void The_assemblies_have_the_version_of_the_manifest()
    {
        var version = Version.Parse(RepositoryPaths.ModuleVersion);
        Assert.Equal(version, Version.Parse(PackageAssembly.Module.GetName().Version!.ToString(3)));
        Assert.Equal(version, Version.Parse(PackageAssembly.Core.GetName().Version!.ToString(3)));
        Assert.Equal(RepositoryPaths.ModuleVersion, Path.GetFileName(RepositoryPaths.ModuleFolder));
    }

    [Fact]
    public void Each_file_that_the_manifest_names_is_there()
    {
        var manifest = Read(RepositoryPaths.ModuleManifest);
        foreach (var key in new[] { "RootModule", "FormatsToProcess", "TypesToProcess" })
        {
            foreach (var file in LanguagePrimitives.ConvertTo<string[]>(manifest[key]))
            {
                Assert.True(File.Exists(Path.Combine(RepositoryPaths.ModuleFolder, file)), $"{key}: {file}");
            }
        }
    }

    [Fact]
    public void The_module_imports_again_after_it_was_removed()
    {
        using var shell = new PackageShell();
        shell.Ok("Remove-Module ExternalSources; Import-Module $path; Import-Module $path -Force", ("path", RepositoryPaths.ModuleManifest));
        Assert.Equal(CmdletNames.Length, shell.Ok("Get-Command -Module ExternalSources").Output.Count);
    }

    /// <summary>The manifest as data: an expression that computes anything is an error.</summary>
    private static Hashtable Read(string path)
    {
        var script = Parser.ParseFile(path, out _, out var errors);
        Assert.Empty(errors);
        return (Hashtable)script.Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false)!.SafeGetValue();
    }
}
