using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using ExternalSources.TestKit.Shell;

namespace ExternalSources.Package.Tests.Help;

/// <summary>Whether a documented script would run: it parses, and the module's commands in it take what they are given.</summary>
internal static class ScriptBinding
{
    /// <summary>What is wrong with a script, in words.</summary>
    public static IReadOnlyList<string> Problems(TestShell shell, string script)
    {
        var tree = Parser.ParseInput(script, out _, out var errors);
        if (errors.Length > 0)
        {
            return [.. errors.Select(error => error.Message)];
        }

        var cmdlets = shell
            .Run("Get-Command -Module ExternalSources")
            .OutputOf<CommandInfo>()
            .ToDictionary(cmdlet => cmdlet.Name, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. tree.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true)
                .Cast<CommandAst>()
                .SelectMany(command => Problems(shell, command, cmdlets)),
        ];
    }

    private static IEnumerable<string> Problems(TestShell shell, CommandAst command, Dictionary<string, CommandInfo> cmdlets)
    {
        var name = command.GetCommandName() ?? string.Empty;
        if (!cmdlets.TryGetValue(name, out var cmdlet))
        {
            return name.Contains("-External", StringComparison.OrdinalIgnoreCase) ? [$"The module has no {name}."] : [];
        }

        var binding = Bind(shell, command);
        var abbreviated = command
            .CommandElements.OfType<CommandParameterAst>()
            .Where(parameter => !cmdlet.Parameters.ContainsKey(parameter.ParameterName))
            .Select(parameter => $"{name} has no -{parameter.ParameterName} by its full name.");
        var refused = binding.BindingExceptions.Values.Select(error => $"{name}: {error.BindingException.Message}");
        var values = binding
            .BoundParameters.Values.Where(bound => !Takes(bound))
            .Select(bound => $"{name}: '{bound.ConstantValue}' is nothing for -{bound.Parameter.Name}.");
        return [.. abbreviated, .. refused, .. values];
    }

    private static StaticBindingResult Bind(TestShell shell, CommandAst command)
    {
        // The binder looks for cmdlets in the thread's default runspace and nowhere else.
        var previous = Runspace.DefaultRunspace;
        Runspace.DefaultRunspace = shell.Runspace;
        try
        {
            return StaticParameterBinder.BindCommand(command, resolve: true);
        }
        finally
        {
            Runspace.DefaultRunspace = previous;
        }
    }

    private static bool Takes(ParameterBindingResult bound) =>
        bound.Parameter is not { } parameter
        || bound.ConstantValue is not { } value
        || parameter.Attributes.OfType<ArgumentTransformationAttribute>().Any()
        || LanguagePrimitives.TryConvertTo(value, parameter.ParameterType, CultureInfo.InvariantCulture, out _);
}
