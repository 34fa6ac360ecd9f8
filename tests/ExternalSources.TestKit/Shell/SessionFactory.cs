using System;
using System.Management.Automation.Runspaces;
using ExternalSources.TestKit.Host;

namespace ExternalSources.TestKit.Shell;

/// <summary>Opens sessions for tests.</summary>
internal static class SessionFactory
{
    // The engine reads this variable once, so it is set before the engine's first use.
    static SessionFactory() => Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

    public static Runspace Open(RecordingHost host, TestShellOptions options)
    {
        var state = InitialSessionState.CreateDefault2();

        // Without this setting, a failed import causes no error.
        state.ThrowOnRunspaceOpenError = true;
        state.Variables.Add(new SessionStateVariableEntry("ErrorActionPreference", options.ErrorActionPreference, null));
        if (options.Modules.Count > 0)
        {
            state.ImportPSModule([.. options.Modules]);
        }

        var runspace = RunspaceFactory.CreateRunspace(host, state);

        // A script gets its culture from its thread, so it runs on the calling thread.
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        try
        {
            runspace.Open();
            if (options.ModulePaths.Count > 0)
            {
                ModuleAutoloader.Attach(runspace, options.ModulePaths);
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
