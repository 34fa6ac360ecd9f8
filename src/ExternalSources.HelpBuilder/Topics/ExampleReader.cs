using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using ExternalSources.HelpBuilder.Documentation;

namespace ExternalSources.HelpBuilder.Topics;

internal sealed class ExampleReader(PlainText text)
{
    public ExampleTopic Read(XElement example)
    {
        var title = example.Element("title");
        var before = text.Paragraphs(example.Nodes().TakeWhile(node => !IsCode(node)).Where(node => node != title)).ToList();
        var after = text.Paragraphs(example.Nodes().SkipWhile(node => !IsCode(node)).Where(node => node != title && !IsCode(node)));

        var heading = title is null ? "" : text.Line(title.Nodes());
        if (heading.Length == 0 && before.Count > 0)
        {
            heading = before[0];
            before.RemoveAt(0);
        }

        var code = example.Elements("code").ToList();
        return new ExampleTopic(heading, Join(code), Join(code.Where(IsTyped)), [.. before, .. after]);
    }

    private static string Join(IEnumerable<XElement> blocks) => string.Join("\n\n", blocks.Select(CodeBlock.Read));

    private static bool IsCode(XNode node) => node is XElement { Name.LocalName: "code" };

    private static bool IsTyped(XElement code) => (code.Attribute("lang")?.Value ?? "powershell") == "powershell";
}
