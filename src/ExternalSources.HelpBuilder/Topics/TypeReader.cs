using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.HelpBuilder.Documentation;

namespace ExternalSources.HelpBuilder.Topics;

/// <summary>Reads the input and output types of a cmdlet.</summary>
internal sealed class TypeReader(MemberDocumentation documentation, PlainText text)
{
    private static readonly TypeTopic NoInput = new("None", ["You can't pipe objects to this cmdlet."]);
    private static readonly TypeTopic NoOutput = new("None", ["This cmdlet returns no output."]);

    public IReadOnlyList<TypeTopic> Inputs(CmdletInfo cmdlet, IReadOnlyList<ParameterTopic> parameters)
    {
        var stated = Stated(cmdlet, "input");
        var inputs = parameters
            .Where(parameter => parameter.ByValue)
            .Select(parameter => (Type: ItemOf(cmdlet.Parameters[parameter.Name].ParameterType), parameter.Name))
            .Select(input => new TypeTopic(
                TypeName.Full(input.Type),
                stated[MemberId.Of(input.Type)].FirstOrDefault() ?? [$"You can pipe values for the {input.Name} parameter to this cmdlet."]
            ))
            .ToList();

        var byName = parameters.Where(parameter => parameter.ByPropertyName).Select(parameter => parameter.Name).ToList();
        if (byName.Count > 0)
        {
            inputs.Add(new TypeTopic(typeof(PSObject).FullName!, [$"You can pipe objects that have {PropertiesNamed(byName)} to this cmdlet."]));
        }

        return inputs.Count > 0 ? inputs : [NoInput];
    }

    public IReadOnlyList<TypeTopic> Outputs(CmdletInfo cmdlet)
    {
        var stated = Stated(cmdlet, "output");
        var outputs = cmdlet
            .OutputType.Where(output => output.Type != typeof(void))
            .DistinctBy(output => output.Name)
            .Select(output => Output(output, stated))
            .ToList();

        return outputs.Count > 0 ? outputs : [NoOutput];
    }

    // The author's description of a type for this cmdlet, which replaces the general one.
    private ILookup<string, IReadOnlyList<string>> Stated(CmdletInfo cmdlet, string section) =>
        documentation.Sections(cmdlet.ImplementingType, section).ToLookup(part => part.Attribute("cref")?.Value ?? "", part => text.Paragraphs(part.Nodes()));

    private TypeTopic Output(PSTypeName output, ILookup<string, IReadOnlyList<string>> stated)
    {
        if (output.Type is not { } type)
        {
            return new TypeTopic(output.Name, []);
        }

        var description = stated[MemberId.Of(type)].FirstOrDefault()
            ?? (documentation.Section(ItemOf(type), "summary") is { } summary ? text.Paragraphs(summary.Nodes()) : []);

        return new TypeTopic(TypeName.Full(type), description);
    }

    private static string PropertiesNamed(List<string> names) =>
        names.Count == 1 ? $"a property named {names[0]}" : $"properties named {string.Join(", ", names.SkipLast(1))} and {names[^1]}";

    // The pipeline passes one item at a time.
    private static Type ItemOf(Type type) => type.IsArray ? type.GetElementType()! : type;
}
