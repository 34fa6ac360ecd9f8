using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using ExternalSources.HelpBuilder.Topics;
using static ExternalSources.HelpBuilder.Output.MamlNames;

namespace ExternalSources.HelpBuilder.Output;

/// <summary>Writes the <c>command</c> element of one cmdlet, with its parts in the order of the schema.</summary>
internal static class MamlCommand
{
    private const int TitleWidth = 64;

    public static XElement Write(CmdletTopic topic) =>
        new(
            Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(
                Command + "details",
                new XElement(Command + "name", topic.Name),
                new XElement(Command + "verb", topic.Verb),
                new XElement(Command + "noun", topic.Noun),
                Description([topic.Synopsis])
            ),
            Description(topic.Description),
            new XElement(
                Command + "syntax",
                topic.Syntax.Select(syntax => new XElement(
                    Command + "syntaxItem",
                    new XElement(Maml + "name", topic.Name),
                    syntax.Parameters.Select(MamlParameter.WriteInSyntax)
                ))
            ),
            new XElement(Command + "parameters", topic.Parameters.Select(MamlParameter.Write)),
            new XElement(Command + "inputTypes", topic.Inputs.Select(input => Type("inputType", input))),
            new XElement(Command + "returnValues", topic.Outputs.Select(output => Type("returnValue", output))),
            Notes(topic.Notes),
            new XElement(Command + "examples", topic.Examples.Select(Example)),
            new XElement(Command + "relatedLinks", topic.Links.Select(Link))
        );

    private static XElement Type(string element, TypeTopic type) =>
        new(Command + element, new XElement(Dev + "type", new XElement(Maml + "name", type.Name)), Description(type.Description));

    private static XElement? Notes(IReadOnlyList<string> notes) =>
        notes.Count == 0 ? null : new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(notes)));

    private static XElement Example(ExampleTopic example, int index) =>
        new(
            Command + "example",
            new XElement(Maml + "title", Ruled(example.Title.Length == 0 ? $"Example {index + 1}" : $"Example {index + 1}: {example.Title}")),
            new XElement(Dev + "code", example.Code),
            new XElement(Dev + "remarks", Paragraphs(example.Remarks), Gap(example.Remarks))
        );

    // The engine writes the next title directly below the last remark.
    private static XElement? Gap(IReadOnlyList<string> remarks) => remarks.Count == 0 ? null : new XElement(Maml + "para");

    private static XElement Link(LinkTopic link) =>
        new(Maml + "navigationLink", new XElement(Maml + "linkText", link.Text), new XElement(Maml + "uri", link.Uri));

    private static string Ruled(string title)
    {
        var rule = new string('-', System.Math.Max(3, (TitleWidth - title.Length - 2) / 2));
        return $"{rule} {title} {rule}";
    }
}
