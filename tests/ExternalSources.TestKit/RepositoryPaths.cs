using System;
using System.IO;
using System.Text.RegularExpressions;
using ExternalSources.TestKit.Shell;

namespace ExternalSources.TestKit;

/// <summary>The paths of the repository, found from the folder of the test assembly.</summary>
public static partial class RepositoryPaths
{
    private static readonly Lazy<string> LazyRoot = new(FindRoot);

    /// <summary>The folder that holds <c>ExternalSources.sln</c>.</summary>
    public static string Root => LazyRoot.Value;

    /// <summary>The version in the manifest.</summary>
    public static string ModuleVersion
    {
        get
        {
            var manifest = Path.Combine(Root, "ExternalSources.psd1");
            var version = VersionLine().Match(File.ReadAllText(manifest));
            return version.Success ? version.Groups[1].Value : throw new InvalidOperationException($"The manifest '{manifest}' has no ModuleVersion.");
        }
    }

    /// <summary>The folder of the built module: <c>out/ExternalSources/&lt;version&gt;</c>.</summary>
    public static string ModuleFolder => Path.Combine(Root, "out", "ExternalSources", ModuleVersion);

    /// <summary>The manifest of the built module.</summary>
    public static string ModuleManifest => Path.Combine(ModuleFolder, "ExternalSources.psd1");

    /// <summary>The folder of stand-in modules, for <see cref="TestShellOptions.ModulePaths"/>.</summary>
    public static string Stubs => Path.Combine(Root, "tests", "Stubs");

    /// <summary>The manifest of the stand-in for SecretManagement, for <see cref="TestShellOptions.Modules"/>.</summary>
    public static string SecretManagementStub => Path.Combine(Stubs, "Microsoft.PowerShell.SecretManagement", "Microsoft.PowerShell.SecretManagement.psd1");

    /// <summary>The folder of documents beside the repository; null when there is none.</summary>
    public static string? Shared
    {
        get
        {
            var path = Path.GetFullPath(Path.Combine(Root, "..", "shared"));
            return Directory.Exists(path) ? path : null;
        }
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ExternalSources.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' contains ExternalSources.sln.");
    }

    [GeneratedRegex(@"ModuleVersion\s*=\s*'([^']+)'")]
    private static partial Regex VersionLine();
}
