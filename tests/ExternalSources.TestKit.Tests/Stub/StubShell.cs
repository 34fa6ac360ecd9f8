using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.TestKit.Shell;

namespace ExternalSources.TestKit.Tests.Stub;

/// <summary>A shell with the stand-in for SecretManagement and, by default, one vault named V, which is the default vault.</summary>
internal static class StubShell
{
    public static TestShell Open(bool interactive = true, bool withVault = true)
    {
        var shell = new TestShell(new TestShellOptions { Modules = [RepositoryPaths.SecretManagementStub], Interactive = interactive });
        if (withVault)
        {
            Must(shell, "Register-SecretVault -Name V -ModuleName Any");
        }

        return shell;
    }

    /// <summary>Runs a script that must not fail.</summary>
    public static ShellResult Must(TestShell shell, string script)
    {
        var result = shell.Run(script);
        Xunit.Assert.True(result.State == ShellState.Completed && result.Errors.Count == 0, result.ToString());
        return result;
    }

    /// <summary>Calls a command as the module does, in the caller's runspace with ErrorAction Stop, and returns the error.</summary>
    public static ErrorRecord? Call(TestShell shell, string command, Dictionary<string, object?> parameters)
    {
        var result = shell.Run(
            """
            $shell = [powershell]::Create('CurrentRunspace').AddCommand("Microsoft.PowerShell.SecretManagement\$command").AddParameter('ErrorAction', 'Stop')
            foreach ($key in $parameters.Keys) { $null = $shell.AddParameter($key, $parameters[$key]) }
            try { $null = $shell.Invoke() } catch { $_.Exception.InnerException.ErrorRecord }
            """,
            new Dictionary<string, object?> { ["command"] = command, ["parameters"] = parameters }
        );
        return result.OutputOf<ErrorRecord>().SingleOrDefault();
    }
}
