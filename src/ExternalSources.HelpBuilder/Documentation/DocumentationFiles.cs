using System;
using System.Collections.Generic;
using System.IO;
using System.Xml.Linq;

namespace ExternalSources.HelpBuilder.Documentation;

/// <summary>The members of the compiler's documentation files, by id.</summary>
internal sealed class DocumentationFiles
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);

    public DocumentationFiles(IEnumerable<XDocument> documents)
    {
        foreach (var document in documents)
        {
            foreach (var member in document.Descendants("member"))
            {
                if (member.Attribute("name")?.Value is { } id)
                {
                    _members[id] = member;
                }
            }
        }
    }

    public static DocumentationFiles Load(IReadOnlyList<string> paths)
    {
        var documents = new List<XDocument>();
        foreach (var path in paths)
        {
            if (!File.Exists(path))
            {
                throw new FileNotFoundException($"The documentation file '{path}' does not exist.");
            }

            // The indentation of code is in the white space.
            documents.Add(XDocument.Load(path, LoadOptions.PreserveWhitespace));
        }

        return new DocumentationFiles(documents);
    }

    public XElement? Find(string id) => _members.GetValueOrDefault(id);
}
