using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace ExternalSources.HelpBuilder.Documentation;

/// <summary>Turns the markup of documentation comments into plain paragraphs.</summary>
internal sealed class PlainText(CrefWords words)
{
    /// <summary>The type of a list that becomes notes, not text.</summary>
    public const string AlertList = "alert";

    public IReadOnlyList<string> Paragraphs(params IEnumerable<XNode> nodes)
    {
        var text = new ParagraphBuilder();
        foreach (var node in nodes)
        {
            Append(text, node);
        }

        return text.Paragraphs;
    }

    public string Line(params IEnumerable<XNode> nodes) => string.Join(' ', Paragraphs(nodes));

    public static bool IsAlertList(XElement element) => element.Name.LocalName == "list" && element.Attribute("type")?.Value == AlertList;

    private void Append(ParagraphBuilder text, XNode node)
    {
        if (node is XText literal)
        {
            text.Add(literal.Value);
        }
        else if (node is XElement element && !IsAlertList(element))
        {
            Append(text, element);
        }
    }

    private void Append(ParagraphBuilder text, XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "para" or "p":
                text.EndParagraph();
                AppendContent(text, element);
                text.EndParagraph();
                break;
            case "code":
                text.AddBlock(CodeBlock.Read(element));
                break;
            case "list":
                text.AddBlock(List(element));
                break;
            case "br":
                text.BreakLine();
                break;
            case "paramref" or "typeparamref":
                text.Add(element.Attribute("name")?.Value ?? "");
                break;
            case "see" or "seealso":
                AppendReference(text, element);
                break;
            default:
                AppendContent(text, element);
                break;
        }
    }

    private void AppendContent(ParagraphBuilder text, XElement element)
    {
        foreach (var node in element.Nodes())
        {
            Append(text, node);
        }
    }

    private void AppendReference(ParagraphBuilder text, XElement element)
    {
        var content = Line(element.Nodes());
        var address = element.Attribute("href")?.Value;

        if (element.Attribute("langword")?.Value is { } keyword)
        {
            text.Add(keyword is "true" or "false" or "null" ? "$" + keyword : keyword);
        }
        else if (address is not null)
        {
            text.Add(content.Length == 0 || content == address ? address : $"{content} ({address})");
        }
        else if (content.Length > 0)
        {
            text.Add(content);
        }
        else if (element.Attribute("cref")?.Value is { } cref)
        {
            text.Add(words.Word(cref));
        }
    }

    private string List(XElement list)
    {
        var numbered = list.Attribute("type")?.Value == "number";
        var items = list.Elements("item")
            .Select((item, index) => (numbered ? $"{index + 1}. " : "- ") + Item(item).Replace("\n", "\n  ", System.StringComparison.Ordinal));

        return string.Join('\n', items);
    }

    private string Item(XElement item)
    {
        var term = item.Element("term");
        if (term is null)
        {
            return string.Join('\n', Paragraphs(item));
        }

        var description = item.Element("description");
        return description is null ? Line(term) : $"{Line(term)}: {string.Join('\n', Paragraphs(description))}";
    }
}
