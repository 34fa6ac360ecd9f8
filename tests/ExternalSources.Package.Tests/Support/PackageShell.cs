using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ExternalSources.TestKit;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Package.Tests.Support;

/// <summary>A session with the laid-out module, imported as a user does, and the stand-in for SecretManagement.</summary>
internal sealed class PackageShell : IDisposable
{
    public PackageShell(CultureInfo? culture = null, int width = 160, bool interactive = false) =>
        Shell = new TestShell(
            new TestShellOptions
            {
                Modules = [RepositoryPaths.ModuleManifest],
                ModulePaths = [RepositoryPaths.Stubs],
                Culture = culture,
                Width = width,
                Interactive = interactive,
            }
        );

    public TestShell Shell { get; }

    /// <summary>Runs a script that must not fail.</summary>
    public ShellResult Ok(string script, params (string Name, object? Value)[] variables)
    {
        var result = Shell.Run(script, variables.ToDictionary(variable => variable.Name, variable => variable.Value));
        Assert.True(result.State == ShellState.Completed && !result.AllErrors.Any(), result.ToString());
        return result;
    }

    /// <summary>What a script shows, without empty lines and the blanks that end a line.</summary>
    public IReadOnlyList<string> Lines(string script, params (string Name, object? Value)[] variables) =>
        [.. Ok(script, variables).HostText.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];

    public void Dispose() => Shell.Dispose();
}
