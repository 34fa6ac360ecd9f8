using System.Linq;
using System.Xml.Linq;

namespace ExternalSources.HelpBuilder.Tests;

/// <summary>Changes one place in the comments of the samples.</summary>
internal sealed class CommentEditor(XDocument document)
{
    public void Remove(string id, string section) => Member(id).Elements(section).Remove();

    public void Replace(string id, string section, string xml)
    {
        Remove(id, section);
        Member(id).Add(XElement.Parse(xml, LoadOptions.PreserveWhitespace));
    }

    public void Example(string code) =>
        Replace("T:ExternalSources.HelpBuilder.Samples.GetDoorCommand", "example", new XElement("example", new XElement("code", code)).ToString());

    private XElement Member(string id) => document.Descendants("member").Single(member => member.Attribute("name")!.Value == id);
}
