using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using ExternalSources.HelpBuilder.Topics;
using static ExternalSources.HelpBuilder.Output.MamlNames;

namespace ExternalSources.HelpBuilder.Output;

internal static class MamlParameter
{
    public static XElement Write(ParameterTopic parameter) => Write(parameter, Description(parameter.Description), Value(parameter));

    /// <summary>Writes the short form for the syntax. Accepted values replace the type, and there is no description.</summary>
    public static XElement WriteInSyntax(ParameterTopic parameter) => Write(parameter, description: null, Choice(parameter) ?? Value(parameter));

    private static XElement Write(ParameterTopic parameter, XElement? description, XElement? value) =>
        new(
            Command + "parameter",
            new XAttribute("required", Flag(parameter.Required)),
            new XAttribute("variableLength", Flag(parameter.IsArray)),
            new XAttribute("globbing", Flag(parameter.Wildcards)),
            new XAttribute("pipelineInput", Pipeline(parameter)),
            new XAttribute("position", parameter.Position),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            description,
            value,
            new XElement(Dev + "type", new XElement(Maml + "name", parameter.TypeName), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", parameter.DefaultValue)
        );

    private static XElement? Value(ParameterTopic parameter) => parameter.IsSwitch ? null : Value(parameter.TypeName, parameter.IsArray);

    private static XElement? Choice(ParameterTopic parameter) =>
        parameter.AcceptedValues.Count == 0
            ? null
            : new XElement(Command + "parameterValueGroup", parameter.AcceptedValues.Select(value => Value(value, isArray: false)));

    private static XElement Value(string text, bool isArray) =>
        new(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", Flag(isArray)), text);

    private static string Pipeline(ParameterTopic parameter)
    {
        var ways = new List<string>();
        if (parameter.ByPropertyName)
        {
            ways.Add("ByPropertyName");
        }

        if (parameter.ByValue)
        {
            ways.Add("ByValue");
        }

        return ways.Count == 0 ? "False" : $"True ({string.Join(", ", ways)})";
    }

    private static string Flag(bool value) => value ? "true" : "false";
}
