using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ExternalSources.TestKit.Shell;

/// <summary>Finds modules in folders the way the engine does: <c>Name/Name.psd1</c> or <c>Name/1.2.3/Name.psd1</c>.</summary>
internal sealed class ModuleFolders(IReadOnlyList<string> folders)
{
    public IEnumerable<string> Names =>
        folders
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateDirectories)
            .Select(folder => Path.GetFileName(folder)!)
            .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The module's file, or null.</summary>
    public string? Find(string name) =>
        folders
            .SelectMany(folder => Candidates(Path.Combine(folder, name)))
            .SelectMany(folder => new[] { Path.Combine(folder, name + ".psd1"), Path.Combine(folder, name + ".psm1") })
            .FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates(string moduleFolder)
    {
        if (!Directory.Exists(moduleFolder))
        {
            return [];
        }

        IEnumerable<string> versions = Directory
            .EnumerateDirectories(moduleFolder)
            .Where(folder => Version.TryParse(Path.GetFileName(folder), out _))
            .OrderByDescending(folder => Version.Parse(Path.GetFileName(folder)));
        return versions.Append(moduleFolder);
    }
}
