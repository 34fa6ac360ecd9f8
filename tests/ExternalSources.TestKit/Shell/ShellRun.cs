using System;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.TestKit.Host;

namespace ExternalSources.TestKit.Shell;

/// <summary>One run of a script in a session.</summary>
internal sealed class ShellRun : IDisposable
{
    private readonly RecordingHost _host;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly int _promptsBefore;
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PowerShell _shell;
    private readonly int _textBefore;
    private Exception? _failure;

    public ShellRun(Runspace runspace, RecordingHost host, string script)
    {
        _host = host;
        _textBefore = host.Log.Length;
        _promptsBefore = host.Prompts.Count;
        _shell = PowerShell.Create(runspace).AddScript(script);
        _shell.InvocationStateChanged += (_, _) => _running.TrySetResult();
    }

    public ShellResult Invoke()
    {
        InvokeHere();
        return Result();
    }

    public async Task<ShellResult> InvokeAsync(CancellationToken stop)
    {
        var invocation = Task.Factory.StartNew(
            InvokeHere,
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default
        );
        var stopping = Task.CompletedTask;
        using (stop.Register(() => stopping = StopAsync()))
        {
            await invocation;
        }

        await stopping;
        return Result();
    }

    public void Dispose()
    {
        _shell.Dispose();
        _output.Dispose();
    }

    /// <summary>Runs the script on this thread, with the host's culture. The engine does not set the culture of a thread.</summary>
    private void InvokeHere()
    {
        (var culture, var uiCulture) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (_host.CurrentCulture, _host.CurrentUICulture);
        try
        {
            _shell.Invoke(input: null, _output, settings: null);
        }
        catch (RuntimeException failure)
        {
            _failure = failure;
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, uiCulture);
            _running.TrySetResult();
        }
    }

    /// <summary>Stops the script after it has started, because the engine ignores an earlier stop.</summary>
    private async Task StopAsync()
    {
        await _running.Task;
        await Task.Factory.FromAsync(_shell.BeginStop(null, null), _shell.EndStop);
    }

    private ShellResult Result() =>
        _host.Log.TakeUnexpected() is UnexpectedPromptException unexpected
            ? throw unexpected
            : new ShellResult
            {
                State = _shell.InvocationStateInfo.State switch
                {
                    PSInvocationState.Completed => ShellState.Completed,
                    PSInvocationState.Stopped => ShellState.Stopped,
                    _ => ShellState.Failed,
                },
                Output = [.. _output],
                Errors = [.. _shell.Streams.Error],
                TerminatingError = _failure is PipelineStoppedException ? null : (_failure as RuntimeException)?.ErrorRecord,
                Exception = _failure,
                Warnings = [.. _shell.Streams.Warning],
                Verbose = [.. _shell.Streams.Verbose],
                Debug = [.. _shell.Streams.Debug],
                Information = [.. _shell.Streams.Information],
                Progress = [.. _shell.Streams.Progress],
                HostText = _host.Log.TextFrom(_textBefore),
                Prompts = [.. _host.Prompts.Skip(_promptsBefore)],
            };
}
