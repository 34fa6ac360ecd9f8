using System;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace ExternalSources.TestKit.Shell;

/// <summary>
/// Loads a module of one shell's own folders when one of its commands is first used. It stands in for PSModulePath, which is the process's.
/// </summary>
internal sealed class ModuleAutoloader
{
    private readonly ModuleFolders _folders;
    private bool _busy;

    private ModuleAutoloader(ModuleFolders folders) => _folders = folders;

    public static void Attach(Runspace runspace, ModuleFolders folders)
    {
        var loader = new ModuleAutoloader(folders);
        var commands = runspace.SessionStateProxy.InvokeCommand;
        commands.PreCommandLookupAction += (_, lookup) => loader.Guard(() => loader.BeforeLookup(lookup.CommandName));
        commands.CommandNotFoundAction += (_, lookup) => loader.Guard(() => loader.NotFound(lookup));
    }

    /// <summary>A qualified name must find its module loaded: the engine gives up on it before it calls anything "not found".</summary>
    private void BeforeLookup(string commandName)
    {
        var separator = commandName.IndexOf('\\', StringComparison.Ordinal);
        if (separator <= 0)
        {
            return;
        }

        var module = commandName[..separator];
        if (_folders.Find(module) is string path && !IsLoaded(module))
        {
            Import(path);
        }
    }

    private void NotFound(CommandLookupEventArgs lookup)
    {
        foreach (var module in _folders.Names.Where(name => !IsLoaded(name)))
        {
            if (_folders.Find(module) is not string path || !Exports(path, lookup.CommandName))
            {
                continue;
            }

            Import(path);
            lookup.Command = Nested("Microsoft.PowerShell.Core\\Get-Command", lookup.CommandName).Select(found => (CommandInfo)found.BaseObject).First();
            return;
        }
    }

    private static bool IsLoaded(string module) => Nested("Microsoft.PowerShell.Core\\Get-Module", module).Count > 0;

    private static bool Exports(string path, string commandName) =>
        Nested("Microsoft.PowerShell.Core\\Get-Module", path, ("ListAvailable", true))
            .Any(found => ((PSModuleInfo)found.BaseObject).ExportedCommands.ContainsKey(commandName));

    private static void Import(string path) =>
        Nested("Microsoft.PowerShell.Core\\Import-Module", path, ("Global", true), ("ErrorAction", ActionPreference.Stop));

    private static Collection<PSObject> Nested(string command, string name, params (string Name, object Value)[] parameters)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace).AddCommand(command).AddParameter("Name", name);
        foreach ((var parameter, var value) in parameters)
        {
            shell.AddParameter(parameter, value);
        }

        return shell.Invoke();
    }

    /// <summary>The commands used here are looked up too.</summary>
    private void Guard(Action action)
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            action();
        }
        finally
        {
            _busy = false;
        }
    }
}
