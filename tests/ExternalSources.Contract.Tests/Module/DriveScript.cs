using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace ExternalSources.Contract.Tests.Module;

/// <summary>The commands of the module in a script, and the parameters that they use.</summary>
internal static class DriveScript
{
    /// <summary>Each command with a parameter that it gets by name, by position, or from the pipeline. A command without parameters has an empty one.</summary>
    public static IEnumerable<(string Command, string Parameter)> UsesIn(string script, IReadOnlyDictionary<string, CommandInfo> commands, Runspace runspace)
    {
        var before = Runspace.DefaultRunspace;
        Runspace.DefaultRunspace = runspace;
        try
        {
            return [.. Find(script, commands)];
        }
        finally
        {
            Runspace.DefaultRunspace = before;
        }
    }

    private static IEnumerable<(string Command, string Parameter)> Find(string script, IReadOnlyDictionary<string, CommandInfo> commands)
    {
        foreach (var command in Parser.ParseInput(script, out _, out _).FindAll(part => part is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
        {
            if (command.GetCommandName() is not { } name || !commands.ContainsKey(name))
            {
                continue;
            }

            yield return (name, "");

            // The binder finds parameters by position, but no switches with a value.
            var named = command
                .CommandElements.OfType<CommandParameterAst>()
                .Select(parameter => commands[name].ResolveParameter(parameter.ParameterName).Name);
            foreach (var parameter in StaticParameterBinder.BindCommand(command, resolve: true).BoundParameters.Keys.Union(named))
            {
                yield return (name, parameter);
            }
        }
    }
}
