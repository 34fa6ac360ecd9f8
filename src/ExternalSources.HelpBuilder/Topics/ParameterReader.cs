using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using ExternalSources.HelpBuilder.Documentation;
using ExternalSources.HelpBuilder.Engine;

namespace ExternalSources.HelpBuilder.Topics;

internal sealed class ParameterReader(MemberDocumentation documentation, PlainText text)
{
    private readonly AcceptedValues _acceptedValues = new(documentation, text);

    /// <summary>Returns the parameter sets, with the default set first.</summary>
    public IReadOnlyList<SyntaxTopic> ReadSyntax(CmdletInfo cmdlet) =>
        cmdlet
            .ParameterSets.OrderByDescending(set => set.IsDefault)
            .Select(set => new SyntaxTopic(set.Name, SyntaxOrder(set).Select(parameter => Read(cmdlet, [parameter])).ToList()))
            .ToList();

    /// <summary>Returns each parameter once, sorted by name.</summary>
    public IReadOnlyList<ParameterTopic> ReadAll(CmdletInfo cmdlet) =>
        cmdlet
            .ParameterSets.OrderByDescending(set => set.IsDefault)
            .SelectMany(Shown)
            .GroupBy(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase)
            .OrderBy(group => CommonParameters.Describe(group.Key) is not null)
            .ThenBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
            .Select(group => Read(cmdlet, group.ToList()))
            .ToList();

    private static IEnumerable<CommandParameterInfo> SyntaxOrder(CommandParameterSetInfo set) =>
        Shown(set)
            .OrderBy(parameter => CommonParameters.Describe(parameter.Name) is not null)
            .ThenBy(parameter => parameter.Position < 0)
            .ThenBy(parameter => parameter.Position)
            .ThenBy(parameter => !parameter.IsMandatory);

    private static IEnumerable<CommandParameterInfo> Shown(CommandParameterSetInfo set) =>
        set.Parameters.Where(parameter =>
            !CommonParameters.Contains(parameter.Name) && !parameter.Attributes.OfType<ParameterAttribute>().Any(attribute => attribute.DontShow)
        );

    /// <param name="cmdlet">The cmdlet that has the parameter.</param>
    /// <param name="uses">The parameter in each parameter set to describe.</param>
    private ParameterTopic Read(CmdletInfo cmdlet, List<CommandParameterInfo> uses)
    {
        var parameter = uses[0];
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var member = ParameterMember.Find(cmdlet.ImplementingType, parameter.Name);
        var required = uses.All(use => use.IsMandatory);
        var position = uses.Where(use => use.Position >= 0).Select(use => (int?)use.Position).FirstOrDefault();

        return new ParameterTopic(parameter.Name)
        {
            TypeName = TypeName.Short(type),
            IsSwitch = type == typeof(SwitchParameter),
            IsArray = type.IsArray,
            Required = required,
            Position = position is { } index ? FormattableString.Invariant($"{index}") : "named",
            ByValue = uses.Any(use => use.ValueFromPipeline),
            ByPropertyName = uses.Any(use => use.ValueFromPipelineByPropertyName),
            Wildcards = parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any(),
            Aliases = parameter.Aliases.Order(StringComparer.OrdinalIgnoreCase).ToList(),
            AcceptedValues = AcceptedValues.Of(parameter),
            DefaultValue = DefaultOf(cmdlet, member, required, type),
            Description = Describe(parameter, member),
        };
    }

    private List<string> Describe(CommandParameterInfo parameter, MemberInfo? member)
    {
        if (CommonParameters.Describe(parameter.Name) is { } wellKnown)
        {
            return [wellKnown];
        }

        var summary = member is null ? null : documentation.Section(member, "summary");
        var description = summary is null ? [] : text.Paragraphs(summary.Nodes()).ToList();
        if (description.Count > 0 && _acceptedValues.Describe(parameter) is { } values)
        {
            description.Add(values);
        }

        return description;
    }

    private string DefaultOf(CmdletInfo cmdlet, MemberInfo? member, bool required, Type type)
    {
        if (member is not null && documentation.Section(member, "value") is { } stated && text.Line(stated.Nodes()) is { Length: > 0 } words)
        {
            return words;
        }

        if (type == typeof(SwitchParameter))
        {
            return "False";
        }

        return required || member is not PropertyInfo property ? DefaultValue.None : DefaultValue.Of(cmdlet.ImplementingType, property);
    }
}
