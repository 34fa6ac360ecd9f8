using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace ExternalSources.TestKit.Shell;

/// <summary>
/// Loads a module from the folders of one shell when one of its commands is first used. PSModulePath cannot do this, because it belongs to the process.
/// </summary>
internal sealed class ModuleAutoloader
{
    private readonly IReadOnlyList<string> _folders;
    private bool _busy;

    private ModuleAutoloader(IReadOnlyList<string> folders) => _folders = folders;

    public static void Attach(Runspace runspace, IReadOnlyList<string> folders)
    {
        var loader = new ModuleAutoloader(folders);
        var commands = runspace.SessionStateProxy.InvokeCommand;
        commands.PreCommandLookupAction += (_, lookup) => loader.Guard(() => loader.BeforeLookup(lookup.CommandName));
        commands.CommandNotFoundAction += (_, lookup) => loader.Guard(() => loader.NotFound(lookup));
    }

    /// <summary>Loads the module of a qualified name. The engine raises no "not found" event for such names.</summary>
    private void BeforeLookup(string commandName)
    {
        var separator = commandName.IndexOf('\\', StringComparison.Ordinal);
        if (separator <= 0)
        {
            return;
        }

        var module = commandName[..separator];
        if (Find(module) is string path && !IsLoaded(module))
        {
            Import(path);
        }
    }

    private void NotFound(CommandLookupEventArgs lookup)
    {
        var modules = _folders.SelectMany(Directory.EnumerateDirectories).Select(folder => Path.GetFileName(folder)!);
        foreach (var module in modules.Where(name => !IsLoaded(name)))
        {
            if (Find(module) is not string path || !Exports(path, lookup.CommandName))
            {
                continue;
            }

            Import(path);
            lookup.Command = Nested("Microsoft.PowerShell.Core\\Get-Command", lookup.CommandName).Select(found => (CommandInfo)found.BaseObject).First();
            return;
        }
    }

    private string? Find(string module) => _folders.Select(folder => Path.Combine(folder, module, module + ".psd1")).FirstOrDefault(File.Exists);

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

    /// <summary>Runs an action, unless one is running. The commands of the actions cause lookups too.</summary>
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
