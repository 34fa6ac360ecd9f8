using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using ExternalSources.HelpBuilder.Topics;

namespace ExternalSources.HelpBuilder.Output;

internal static class MamlFile
{
    // The file has the same bytes on every platform. Windows PowerShell reads the encoding from the declaration.
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
        NewLineHandling = NewLineHandling.None,
    };

    public static void Write(IEnumerable<CmdletTopic> topics, string path)
    {
        var document = new XDocument(new XElement(MamlNames.Msh + "helpItems", new XAttribute("schema", "maml"), topics.Select(MamlCommand.Write)));

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var writer = XmlWriter.Create(path, Settings);
        document.Save(writer);
    }
}
