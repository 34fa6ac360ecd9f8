using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;
using ExternalSources.HelpBuilder.Documentation;

namespace ExternalSources.HelpBuilder.Topics;

/// <summary>Combines the engine's facts about a cmdlet with its comments.</summary>
internal sealed class TopicReader(MemberDocumentation documentation, PlainText text, CrefWords words)
{
    private readonly ParameterReader _parameters = new(documentation, text);
    private readonly ExampleReader _examples = new(text);
    private readonly LinkReader _links = new(text, words);
    private readonly TypeReader _types = new(documentation, text);

    public CmdletTopic Read(CmdletInfo cmdlet)
    {
        var type = cmdlet.ImplementingType;
        var remarks = Content(documentation.Section(type, "remarks"));
        var parameters = _parameters.ReadAll(cmdlet);

        return new CmdletTopic(cmdlet.Name, cmdlet.Verb, cmdlet.Noun)
        {
            Synopsis = text.Paragraphs(Content(documentation.Section(type, "summary"))) is [var synopsis, ..] ? synopsis : "",
            Description = text.Paragraphs(remarks),
            Syntax = _parameters.ReadSyntax(cmdlet),
            Parameters = parameters,
            Inputs = _types.Inputs(cmdlet, parameters),
            Outputs = _types.Outputs(cmdlet),
            Notes = Notes(type, remarks),
            Examples = documentation.Sections(type, "example").Select(_examples.Read).ToList(),
            Links = _links.Read(type.GetCustomAttribute<CmdletAttribute>()?.HelpUri, documentation.Sections(type, "seealso")),
        };
    }

    private List<string> Notes(Type type, IEnumerable<XNode> remarks) =>
        documentation
            .Sections(type, "list")
            .Concat(remarks.OfType<XElement>())
            .Where(PlainText.IsAlertList)
            .Elements("item")
            .SelectMany(item => text.Paragraphs(item))
            .ToList();

    private static IEnumerable<XNode> Content(XElement? section) => section?.Nodes() ?? [];
}
