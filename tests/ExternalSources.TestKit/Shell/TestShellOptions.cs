using System.Collections.Generic;
using System.Globalization;
using ExternalSources.TestKit.Host;

namespace ExternalSources.TestKit.Shell;

/// <summary>How a test's shell starts.</summary>
public sealed record TestShellOptions
{
    /// <summary>Modules to import: paths of manifests or module folders, or names found in <see cref="ModulePaths"/>.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>
    /// Folders whose modules load on first use of a command (<c>Module\Command</c> or <c>Command</c>), in this shell only. The engine's own
    /// PSModulePath is an environment variable, so it belongs to the whole process and stays as it is: <c>Import-Module</c> and
    /// <c>Get-Module -ListAvailable</c> see these folders only by full path.
    /// </summary>
    public IReadOnlyList<string> ModulePaths { get; init; } = [];

    /// <summary>Variables that scripts see.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = new Dictionary<string, object?>();

    /// <summary>Whether prompts are answered from <see cref="RecordingHost.Answers"/>; otherwise each fails, as in <c>pwsh -NonInteractive</c>.</summary>
    public bool Interactive { get; init; } = true;

    /// <summary>The width of the screen that views are rendered for, in characters.</summary>
    public int Width { get; init; } = 160;

    /// <summary>The culture that commands run in. en-US when left out.</summary>
    public CultureInfo? Culture { get; init; }

    /// <summary>The shell's <c>$ErrorActionPreference</c>; a careful runbook sets <c>Stop</c>.</summary>
    public string ErrorActionPreference { get; init; } = "Continue";

    internal static TestShellOptions Default { get; } = new();
}
