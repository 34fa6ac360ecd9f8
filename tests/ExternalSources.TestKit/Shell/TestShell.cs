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
/// A session of the real engine with a recording host. It has the Core commands and what it imports, nothing of Utility, Management or
/// Security. Shells are independent: parallel tests each have their own.
/// </summary>
public sealed class TestShell : IDisposable
{
    /// <summary>Opens a session; a module that does not import is an error here.</summary>
    public TestShell(TestShellOptions? options = null)
    {
        options ??= TestShellOptions.Default;
        Host = new RecordingHost(options.Interactive, options.Width, options.Culture);
        Runspace = SessionFactory.Open(Host, options);
    }

    /// <summary>What the user sees, and answers.</summary>
    public RecordingHost Host { get; }

    /// <summary>The session.</summary>
    public Runspace Runspace { get; }

    /// <summary>Runs a script to its end. A script's error is in the result; a prompt without an answer is the test's error.</summary>
    /// <exception cref="UnexpectedPromptException">A prompt was asked that the test has no answer for.</exception>
    public ShellResult Run(string script, IReadOnlyDictionary<string, object?>? variables = null)
    {
        SetVariables(variables);
        using var run = new ShellRun(Runspace, Host, script);
        return run.Invoke();
    }

    /// <summary>Runs a script until it ends or the token stops it, as Ctrl+C does.</summary>
    /// <exception cref="UnexpectedPromptException">A prompt was asked that the test has no answer for.</exception>
    public async Task<ShellResult> RunAsync(string script, IReadOnlyDictionary<string, object?>? variables = null, CancellationToken stop = default)
    {
        SetVariables(variables);
        using var run = new ShellRun(Runspace, Host, script);
        return await run.InvokeAsync(stop);
    }

    /// <summary>Completes a line as Tab does at its end, and gives the texts that it would insert.</summary>
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
