using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using ExternalSources.HelpBuilder.Engine;
using ExternalSources.HelpBuilder.Topics;
using TypeName = ExternalSources.HelpBuilder.Topics.TypeName;

namespace ExternalSources.HelpBuilder.Checks;

/// <summary>Checks the examples: they parse, and their cmdlets accept the parameters and values.</summary>
internal sealed class ExampleCheck(ModuleSession module)
{
    private readonly Dictionary<string, CmdletInfo> _cmdlets = module.Cmdlets.ToDictionary(cmdlet => cmdlet.Name, StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _nouns = module.Cmdlets.Select(cmdlet => cmdlet.Noun).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<HelpError> Check(CmdletTopic topic) =>
        topic.Examples.SelectMany((example, index) => Check(example, $"Example {index + 1} of {topic.Name}"));

    private IEnumerable<HelpError> Check(ExampleTopic example, string where)
    {
        if (example.Commands.Length == 0)
        {
            return [new HelpError(HelpErrorCode.ExampleWithoutCode, $"{where} has no <code> with commands.")];
        }

        var script = Parser.ParseInput(example.Commands, out _, out var errors);
        if (errors.Length > 0)
        {
            return errors.Select(error => new HelpError(
                HelpErrorCode.ExampleDoesNotParse,
                $"{where} does not parse: {error.Message} (line {error.Extent.StartLineNumber})"
            ));
        }

        return script.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>().SelectMany(command => Check(command, where));
    }

    private IEnumerable<HelpError> Check(CommandAst command, string where)
    {
        // A module-qualified name ends with the name of the cmdlet.
        var name = command.GetCommandName()?.Split('\\')[^1];
        if (name is null)
        {
            return [];
        }

        if (_cmdlets.TryGetValue(name, out var cmdlet))
        {
            return CheckParameters(command, cmdlet, where);
        }

        return name.Split('-', 2) is [_, var noun] && _nouns.Contains(noun)
            ? [new HelpError(HelpErrorCode.ExampleUsesUnknownCmdlet, $"{where} uses {name}, which the module does not have.")]
            : [];
    }

    private IEnumerable<HelpError> CheckParameters(CommandAst command, CmdletInfo cmdlet, string where)
    {
        var unknown = command
            .CommandElements.OfType<CommandParameterAst>()
            .Where(parameter => !Has(cmdlet, parameter.ParameterName))
            .Select(parameter => new HelpError(
                HelpErrorCode.ExampleUsesUnknownParameter,
                $"{where} uses -{parameter.ParameterName}, which {cmdlet.Name} does not have."
            ))
            .ToList();

        return unknown.Count > 0 ? unknown : CheckBinding(command, cmdlet, where);
    }

    private IEnumerable<HelpError> CheckBinding(CommandAst command, CmdletInfo cmdlet, string where)
    {
        var binding = module.Bind(command);
        var refusals = binding.BindingExceptions.Values.Select(error => error.BindingException.Message);
        var values = binding
            .BoundParameters.Values.Where(bound => !Takes(bound))
            .Select(bound => $"'{bound.ConstantValue}' is not a {TypeName.Short(bound.Parameter.ParameterType)} for -{bound.Parameter.Name}.");

        return refusals
            .Concat(values)
            .Select(reason => new HelpError(HelpErrorCode.ExampleDoesNotBind, $"{where} gives {cmdlet.Name} values that it does not accept: {reason}"));
    }

    // Only literals are known before the run, and a transformation can accept any value.
    private static bool Takes(ParameterBindingResult bound) =>
        bound.Parameter is not { } parameter
        || bound.ConstantValue is not { } value
        || parameter.Attributes.OfType<ArgumentTransformationAttribute>().Any()
        || LanguagePrimitives.TryConvertTo(value, parameter.ParameterType, CultureInfo.InvariantCulture, out _);

    // Help shows full names, because an abbreviation breaks when a new parameter starts with the same letters.
    private static bool Has(CmdletInfo cmdlet, string name) =>
        cmdlet.Parameters.Values.Any(parameter =>
            string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase) || parameter.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase)
        );
}
