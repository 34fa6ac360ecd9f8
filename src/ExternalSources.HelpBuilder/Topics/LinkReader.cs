using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using ExternalSources.HelpBuilder.Documentation;

namespace ExternalSources.HelpBuilder.Topics;

internal sealed class LinkReader(PlainText text, CrefWords words)
{
    public IReadOnlyList<LinkTopic> Read(string? helpUri, IEnumerable<XElement> references)
    {
        var links = references.Select(Read);

        // Get-Help -Online opens the first link.
        return string.IsNullOrEmpty(helpUri) ? links.ToList() : links.Prepend(new LinkTopic("Online Version:", helpUri)).ToList();
    }

    private LinkTopic Read(XElement reference)
    {
        var label = text.Line(reference.Nodes());

        if (reference.Attribute("cref")?.Value is { } cref)
        {
            return new LinkTopic(words.CmdletName(cref) ?? words.Word(cref), Cref: cref);
        }

        if (reference.Attribute("href")?.Value is { } address)
        {
            return new LinkTopic(label.Length == 0 || label.EndsWith(':') ? label : label + ":", address);
        }

        return new LinkTopic(label);
    }
}
