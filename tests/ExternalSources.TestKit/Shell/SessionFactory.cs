using System.Linq;
using System.Management.Automation.Runspaces;
using ExternalSources.TestKit.Host;

namespace ExternalSources.TestKit.Shell;

/// <summary>Opens sessions.</summary>
internal static class SessionFactory
{
    public static Runspace Open(RecordingHost host, TestShellOptions options)
    {
        EngineEnvironment.Prepare();
        var folders = new ModuleFolders(options.ModulePaths);
        var state = InitialSessionState.CreateDefault2();

        // Otherwise a module that fails to import goes unnoticed.
        state.ThrowOnRunspaceOpenError = true;
        state.Variables.Add(new SessionStateVariableEntry("ErrorActionPreference", options.ErrorActionPreference, null));
        state.Variables.Add(options.Variables.Select(variable => new SessionStateVariableEntry(variable.Key, variable.Value, null)));
        string[] modules = [.. options.Modules.Select(module => folders.Find(module) ?? module)];
        if (modules.Length > 0)
        {
            state.ImportPSModule(modules);
        }

        var runspace = RunspaceFactory.CreateRunspace(host, state);
        // A script runs on the thread that calls it: the only way to choose its culture.
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        try
        {
            runspace.Open();
            if (options.ModulePaths.Count > 0)
            {
                ModuleAutoloader.Attach(runspace, folders);
            }

            return runspace;
        }
        catch
        {
            runspace.Dispose();
            throw;
        }
    }
}
