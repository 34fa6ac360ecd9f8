using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Architecture.Tests;

/// <summary>Rules for source files that no analyzer checks.</summary>
public sealed class SourceFileTests
{
    private const int MaxLength = 160;

    private static readonly string[] Folders = ["src", "tests"];
    private static readonly string[] Modules = ["ExternalSources.Core", "ExternalSources"];
    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    [Fact]
    public void No_line_is_too_long()
    {
        var files = Files("*.cs").ToArray();
        Assert.True(files.Length > 500, $"Only {files.Length} files were found.");
        string[] tooLong =
        [
            .. files
                .SelectMany(file => File.ReadLines(file).Select((line, i) => (Place: $"{file}:{i + 1}", line.Length)))
                .Where(line => line.Length > MaxLength)
                .Select(line => line.Place),
        ];
        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_command_is_split_into_partial_classes()
    {
        var commands = Files("*Command.cs").ToArray();
        Assert.True(commands.Length > 29, $"Only {commands.Length} files were found.");
        string[] split = [.. commands.Where(file => File.ReadAllText(file).Contains(" partial class ", StringComparison.Ordinal))];
        Assert.Empty(split);
    }

    [Fact]
    public void The_readme_names_every_room()
    {
        var readme = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "README.md"));
        var rooms = Modules
            .SelectMany(project => Directory.EnumerateDirectories(Path.Combine(RepositoryPaths.Root, "src", project)))
            .Select(Path.GetFileName)
            .Where(room => room is not ("bin" or "obj"))
            .ToArray();
        Assert.Contains("Connectors", rooms);
        Assert.All(rooms, room => Assert.Contains($"{room}/", readme, StringComparison.Ordinal));
    }

    /// <summary>The files of the repository, without what the build leaves.</summary>
    private static IEnumerable<string> Files(string pattern) =>
        Folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, folder), pattern, SearchOption.AllDirectories))
            .Where(file => !Path.GetRelativePath(RepositoryPaths.Root, file).Split(Separators).Any(part => part is "bin" or "obj" or "node_modules"));
}
