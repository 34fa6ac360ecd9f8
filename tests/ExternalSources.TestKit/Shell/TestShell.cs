using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.TestKit.Host;

namespace ExternalSources.TestKit.Shell;

/// <summary>
/// A session of the real engine with a recording host. It has the Core commands and those of imported modules, but not those of Utility,
/// Management, or Security. Shells are independent, so parallel tests can each have one.
/// </summary>
public sealed class TestShell : IDisposable
{
    /// <summary>Opens a session. A failed import is an error.</summary>
    public TestShell(TestShellOptions? options = null)
    {
        options ??= TestShellOptions.Default;
        Host = new RecordingHost(options.Interactive, options.Width, options.Culture);
        Runspace = SessionFactory.Open(Host, options);
    }

    /// <summary>The host, with its output and prompts.</summary>
    public RecordingHost Host { get; }

    /// <summary>The session.</summary>
    public Runspace Runspace { get; }

    /// <summary>Runs a script to its end. The result contains the script's errors. An unexpected prompt fails the test.</summary>
    /// <exception cref="UnexpectedPromptException">The test has no answer for a prompt.</exception>
    public ShellResult Run(string script, IReadOnlyDictionary<string, object?>? variables = null)
    {
        SetVariables(variables);
        using var run = new ShellRun(Runspace, Host, script);
        return run.Invoke();
    }

    /// <summary>Runs a script until it ends or the token stops it, as Ctrl+C does.</summary>
    /// <exception cref="UnexpectedPromptException">The test has no answer for a prompt.</exception>
    public async Task<ShellResult> RunAsync(string script, IReadOnlyDictionary<string, object?>? variables = null, CancellationToken stop = default)
    {
        SetVariables(variables);
        using var run = new ShellRun(Runspace, Host, script);
        return await run.InvokeAsync(stop);
    }

    /// <summary>Returns the texts that Tab inserts at the end of a line.</summary>
    public IReadOnlyList<string> Complete(string line)
    {
        using var shell = PowerShell.Create(Runspace);
        return [.. CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches.Select(match => match.CompletionText)];
    }

    /// <inheritdoc/>
    public void Dispose() => Runspace.Dispose();

    private void SetVariables(IReadOnlyDictionary<string, object?>? variables)
    {
        foreach ((var name, var value) in variables ?? new Dictionary<string, object?>())
        {
            Runspace.SessionStateProxy.SetVariable(name, value);
        }
    }
}
