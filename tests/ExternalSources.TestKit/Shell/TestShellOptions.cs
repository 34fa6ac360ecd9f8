using System.Collections.Generic;
using System.Globalization;
using ExternalSources.TestKit.Host;

namespace ExternalSources.TestKit.Shell;

/// <summary>The options of a test shell.</summary>
public sealed record TestShellOptions
{
    /// <summary>The modules to import: paths of manifests, module folders, or assemblies.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>
    /// Folders of modules that load on first use of a command (<c>Module\Command</c> or <c>Command</c>), in this shell only.
    /// PSModulePath belongs to the process and does not change, so <c>Import-Module</c> and <c>Get-Module -ListAvailable</c>
    /// find these modules only by full path.
    /// </summary>
    public IReadOnlyList<string> ModulePaths { get; init; } = [];

    /// <summary>Whether <see cref="RecordingHost.Answers"/> answers prompts. Otherwise prompts fail, as in <c>pwsh -NonInteractive</c>.</summary>
    public bool Interactive { get; init; } = true;

    /// <summary>The width of the screen, in characters.</summary>
    public int Width { get; init; } = 160;

    /// <summary>The culture of commands; null is en-US.</summary>
    public CultureInfo? Culture { get; init; }

    /// <summary>The value of <c>$ErrorActionPreference</c>.</summary>
    public string ErrorActionPreference { get; init; } = "Continue";

    internal static TestShellOptions Default { get; } = new();
}
