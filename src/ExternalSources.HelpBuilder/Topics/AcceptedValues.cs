using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.HelpBuilder.Documentation;

namespace ExternalSources.HelpBuilder.Topics;

/// <summary>The values of a parameter with a fixed set of values.</summary>
internal sealed class AcceptedValues(MemberDocumentation documentation, PlainText text)
{
    public static IReadOnlyList<string> Of(CommandParameterInfo parameter)
    {
        var set = parameter.Attributes.OfType<ValidateSetAttribute>().FirstOrDefault();
        if (set is not null)
        {
            return [.. set.ValidValues];
        }

        return EnumOf(parameter) is { } type ? Enum.GetNames(type) : [];
    }

    public string? Describe(CommandParameterInfo parameter)
    {
        var values = Of(parameter);
        if (values.Count == 0)
        {
            return null;
        }

        var type = EnumOf(parameter);
        var meanings = values.Select(value => type is null ? "" : MeaningOf(type, value)).ToList();
        if (meanings.All(meaning => meaning.Length == 0))
        {
            return $"The acceptable values for this parameter are: {string.Join(", ", values)}.";
        }

        var lines = values.Zip(meanings, (value, meaning) => meaning.Length == 0 ? $"- {value}" : $"- {value}: {meaning}");
        return "The acceptable values for this parameter are:\n\n" + string.Join('\n', lines);
    }

    private string MeaningOf(Type type, string value)
    {
        var field = type.GetField(value);
        var summary = field is null ? null : documentation.Section(field, "summary");
        return summary is null ? "" : text.Line(summary.Nodes());
    }

    private static Type? EnumOf(CommandParameterInfo parameter)
    {
        var type = parameter.ParameterType.IsArray ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? type : null;
    }
}
