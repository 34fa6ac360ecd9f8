using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace ExternalSources.HelpBuilder.Engine;

/// <summary>The module, imported into its own session. Help shows the facts that the engine has about each cmdlet.</summary>
internal sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace;

    private ModuleSession(Runspace runspace, string name)
    {
        _runspace = runspace;
        Cmdlets = FindCmdlets(name);
    }

    public IReadOnlyList<CmdletInfo> Cmdlets { get; }

    public static ModuleSession Import(string assembly)
    {
        if (!File.Exists(assembly))
        {
            throw new FileNotFoundException($"The assembly '{assembly}' does not exist.");
        }

        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule([assembly]);

        var runspace = RunspaceFactory.CreateRunspace(state);
        try
        {
            runspace.Open();
            return new ModuleSession(runspace, Path.GetFileNameWithoutExtension(assembly));
        }
        catch
        {
            runspace.Dispose();
            throw;
        }
    }

    /// <summary>Binds the parameters of a command without running it.</summary>
    public StaticBindingResult Bind(CommandAst command)
    {
        // The binder finds cmdlets only in the thread's default runspace.
        var previous = Runspace.DefaultRunspace;
        Runspace.DefaultRunspace = _runspace;
        try
        {
            return StaticParameterBinder.BindCommand(command, resolve: true);
        }
        finally
        {
            Runspace.DefaultRunspace = previous;
        }
    }

    public void Dispose() => _runspace.Dispose();

    private List<CmdletInfo> FindCmdlets(string module)
    {
        using var shell = PowerShell.Create(_runspace);
        return shell
            .AddCommand("Get-Command")
            .AddParameter("Module", module)
            .AddParameter("CommandType", CommandTypes.Cmdlet)
            .Invoke<CmdletInfo>()
            .OrderBy(cmdlet => cmdlet.Noun, StringComparer.OrdinalIgnoreCase)
            .ThenBy(cmdlet => cmdlet.Verb, StringComparer.OrdinalIgnoreCase)
            .ToList();
    }
}
