using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace ExternalSources.Quickstart;

/// <summary>The real engine with the built module, in this process.</summary>
internal sealed class Shell : IDisposable
{
    private readonly ConsoleHost _host = new();
    private readonly Runspace _runspace;
    private PowerShell? _running;

    public Shell(string manifest, Uri simulator)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule(manifest);
        state.Variables.Add(new SessionStateVariableEntry("Simulator", simulator.AbsoluteUri, "The address of the simulator"));
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
    }

    /// <summary>Runs a script; the exit code is 0 unless an error ended it or it asked for another one.</summary>
    public int RunScript(string path)
    {
        if (!Run(shell => shell.AddCommand(path)))
        {
            return 1;
        }
        // A script file's "exit" ends the file, not the host; what it asked for is in this variable.
        return _host.ExitCode ?? _runspace.SessionStateProxy.GetVariable("LASTEXITCODE") as int? ?? 0;
    }

    /// <summary>Reads and runs commands until "exit" or the end of the input.</summary>
    public int Interact()
    {
        Console.WriteLine(
            "A small shell on ExternalSources. The simulator is at $Simulator; Get-Command -Module ExternalSources lists the commands; exit ends it."
        );
        while (_host.ExitCode is null)
        {
            Console.Write("PS> ");
            if (ReadCommand() is not { } text)
            {
                return 0;
            }

            if (!string.IsNullOrWhiteSpace(text))
            {
                Run(shell => shell.AddScript(text));
            }
        }

        return _host.ExitCode.Value;
    }

    /// <summary>Ends what is running, as Ctrl+C does; <see langword="false"/> when nothing is.</summary>
    public bool Stop()
    {
        if (_running is not { } shell)
        {
            return false;
        }

        shell.BeginStop(null, null);
        return true;
    }

    public void Dispose() => _runspace.Dispose();

    private static string? ReadCommand()
    {
        var text = Console.ReadLine();
        while (text is not null && IsIncomplete(text))
        {
            Console.Write(">> ");
            if (Console.ReadLine() is not { } more)
            {
                return text;
            }

            text += Environment.NewLine + more;
        }

        return text;
    }

    private static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        return errors.Any(error => error.IncompleteInput);
    }

    private bool Run(Action<PowerShell> command)
    {
        using var shell = PowerShell.Create(_runspace);
        _running = shell;
        try
        {
            command(shell);
            shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
            shell.AddCommand("Out-Default");
            shell.Invoke();
            return true;
        }
        catch (PipelineStoppedException)
        {
            return false;
        }
        catch (RuntimeException exception)
        {
            Report(exception.ErrorRecord);
            return false;
        }
        finally
        {
            _running = null;
        }
    }

    private void Report(ErrorRecord error)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand("Out-Default").Invoke(new[] { PSObject.AsPSObject(error) });
    }
}
