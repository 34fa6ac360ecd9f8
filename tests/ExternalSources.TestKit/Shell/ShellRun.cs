using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources.TestKit;

/// <summary>One script in one session, and all that comes of it.</summary>
internal sealed class ShellRun : IDisposable
{
    private readonly RecordingHost _host;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly int _promptsBefore;
    private readonly PowerShell _shell;
    private readonly int _textBefore;
    private Exception? _failure;

    public ShellRun(Runspace runspace, RecordingHost host, string script)
    {
        _host = host;
        _textBefore = host.Log.Length;
        _promptsBefore = host.Prompts.Count;
        _shell = PowerShell.Create(runspace).AddScript(script);
    }

    public ShellResult Invoke()
    {
        try
        {
            _shell.Invoke(input: null, _output, settings: null);
        }
        catch (RuntimeException failure)
        {
            _failure = failure;
        }

        return Result();
    }

    public async Task<ShellResult> InvokeAsync(CancellationToken stop)
    {
        using var noInput = new PSDataCollection<PSObject>();
        noInput.Complete();
        Task invocation = _shell.InvokeAsync(noInput, _output);
        Task stopping = Task.CompletedTask;
        using (stop.Register(() => stopping = StopAsync()))
        {
            try
            {
                await invocation;
            }
            catch (RuntimeException failure)
            {
                _failure = failure;
            }
        }

        await stopping;
        return Result();
    }

    public void Dispose()
    {
        _shell.Dispose();
        _output.Dispose();
    }

    private Task StopAsync() => Task.Factory.FromAsync(_shell.BeginStop(null, null), _shell.EndStop);

    private ShellResult Result() => _host.Log.TakeUnexpected() is UnexpectedPromptException unexpected
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
