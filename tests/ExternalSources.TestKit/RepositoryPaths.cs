using System;
using System.IO;
using System.Text.RegularExpressions;
using ExternalSources.TestKit.Shell;

namespace ExternalSources.TestKit;

/// <summary>Where things are, seen from the test assembly.</summary>
public static partial class RepositoryPaths
{
    private static readonly Lazy<string> LazyRoot = new(FindRoot);

    /// <summary>The folder that holds <c>ExternalSources.sln</c>.</summary>
    public static string Root => LazyRoot.Value;

    /// <summary>The version that the manifest names.</summary>
    public static string ModuleVersion
    {
        get
        {
            var manifest = Path.Combine(Root, "ExternalSources.psd1");
            var version = VersionLine().Match(File.ReadAllText(manifest));
            return version.Success ? version.Groups[1].Value : throw new InvalidOperationException($"'{manifest}' names no ModuleVersion.");
        }
    }

    /// <summary>The laid-out module: <c>out/ExternalSources/&lt;version&gt;</c>.</summary>
    public static string ModuleFolder => Path.Combine(Root, "out", "ExternalSources", ModuleVersion);

    /// <summary>The laid-out module's manifest.</summary>
    public static string ModuleManifest => Path.Combine(ModuleFolder, "ExternalSources.psd1");

    /// <summary>The folder of stand-in modules, fit for <see cref="TestShellOptions.ModulePaths"/>.</summary>
    public static string Stubs => Path.Combine(Root, "tests", "Stubs");

    /// <summary>The stand-in for SecretManagement, fit for <see cref="TestShellOptions.Modules"/>.</summary>
    public static string SecretManagementStub => Path.Combine(Stubs, "Microsoft.PowerShell.SecretManagement", "Microsoft.PowerShell.SecretManagement.psd1");

    /// <summary>The documents beside the repository, where there are any.</summary>
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

        throw new DirectoryNotFoundException($"No ExternalSources.sln above '{AppContext.BaseDirectory}'.");
    }

    [GeneratedRegex(@"ModuleVersion\s*=\s*'([^']+)'")]
    private static partial Regex VersionLine();
}
