using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Shell.Tests;

/// <summary>build.ps1 on a copy of what the module is built from: the tests beside it use the repository's own out folder.</summary>
public sealed class BuildScriptTests : IDisposable
{
    private static readonly string[] Built = ["ExternalSources", "ExternalSources.Core", "ExternalSources.HelpBuilder"];

    private static readonly string[] Outputs = ["bin", "obj"];

    private readonly TemporaryFolder _copy = new();

    [Fact]
    public async Task Build_lays_out_the_module_and_Pack_makes_a_zip_file_that_imports()
    {
        CopyRepository();
        var script = _copy.Write(
            "build-and-pack.ps1",
            """
            $ErrorActionPreference = 'Stop'
            # The build of the repository has run the analyzers. MSBuild reads this variable as a property.
            $env:RunAnalyzers = 'false'
            & "$PSScriptRoot/build.ps1" -Task Build, Pack | ForEach-Object { if ($_ -is [System.IO.FileInfo]) { "zip: $($_.FullName)" } else { $_ } }
            Expand-Archive -Path "$PSScriptRoot/out/*.zip" -DestinationPath "$PSScriptRoot/expanded/ExternalSources"
            Import-Module "$PSScriptRoot/expanded/ExternalSources/ExternalSources.psd1"
            "commands: $((Get-Command -Module ExternalSources).Count)"
            "base: $((Get-Module ExternalSources).ModuleBase)"
            "help: $((Get-Help Get-ExternalUser).Synopsis)"
            """
        );
        var outcome = await Shell.RunAsync(script);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());

        var zip = Assert.Single(Directory.EnumerateFiles(_copy.Combine("out"), "*.zip"));
        Assert.Equal($"ExternalSources.{RepositoryPaths.ModuleVersion}.zip", Path.GetFileName(zip));
        string[] layout = [.. RelativeFiles(RepositoryPaths.ModuleFolder)];
        Assert.Contains("bin/ExternalSources.dll", layout);
        Assert.Equal(layout, RelativeFiles(_copy.Combine("out", "ExternalSources", RepositoryPaths.ModuleVersion)));
        using (var archive = await ZipFile.OpenReadAsync(zip))
        {
            var packed = archive.Entries.Where(entry => entry.Name.Length > 0).Select(entry => entry.FullName.Replace('\\', '/'));
            Assert.Equal(layout, packed.Order(StringComparer.Ordinal));
        }

        var lines = outcome.Output.Split('\n');
        Assert.Contains($"zip: {zip}", lines);
        Assert.Contains($"base: {_copy.Combine("expanded", "ExternalSources")}", lines);
        Assert.Contains(lines, line => line.StartsWith("commands: ", StringComparison.Ordinal) && line != "commands: 0");
        var help = Assert.Single(lines, line => line.StartsWith("help: ", StringComparison.Ordinal));
        Assert.Matches(@"^help: \w+ [^\[]+$", help);
    }

    public void Dispose() => _copy.Dispose();

    private static IEnumerable<string> RelativeFiles(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private void CopyRepository()
    {
        foreach (var path in Directory.EnumerateFiles(RepositoryPaths.Root))
        {
            File.Copy(path, _copy.Combine(Path.GetFileName(path)));
        }

        var source = Path.Combine(RepositoryPaths.Root, "src");
        var files = Built
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(source, project), "*", SearchOption.AllDirectories))
            .Where(path => !Path.GetRelativePath(source, path).Split(Path.DirectorySeparatorChar).Any(Outputs.Contains))
            .Append(Path.Combine(source, "BannedSymbols.txt"));
        foreach (var path in files)
        {
            var target = _copy.Combine("src", Path.GetRelativePath(source, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
    }
}
