using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;

namespace ExternalSources.HelpBuilder.Documentation;

/// <summary>Reads the comments of a member, including <c>inheritdoc</c>.</summary>
internal sealed class MemberDocumentation(DocumentationFiles files)
{
    public XElement? Section(MemberInfo member, string name) => Sections(member, name) is [var first, ..] ? first : null;

    public IReadOnlyList<XElement> Sections(MemberInfo member, string name)
    {
        foreach (var comment in Comments(member))
        {
            var sections = comment.Elements(name).ToList();
            if (sections.Count > 0)
            {
                return sections;
            }
        }

        return [];
    }

    private IEnumerable<XElement> Comments(MemberInfo member)
    {
        foreach (var candidate in SelfAndInherited(member))
        {
            var comment = files.Find(MemberId.Of(candidate));
            while (comment is not null)
            {
                yield return comment;

                var inherit = comment.Element("inheritdoc");
                if (inherit is null)
                {
                    yield break;
                }

                if (inherit.Attribute("cref")?.Value is not { } source)
                {
                    break;
                }

                var target = files.Find(source);
                comment = target == comment ? null : target;
            }

            // Only inheritdoc inherits. A class without comments does not get those of its base class.
            if (comment is null)
            {
                yield break;
            }
        }
    }

    private static IEnumerable<MemberInfo> SelfAndInherited(MemberInfo member)
    {
        yield return member;

        var owner = member as Type ?? member.DeclaringType!;
        foreach (var type in Ancestors(owner))
        {
            if (member is Type)
            {
                yield return type;
            }
            else if (type.GetProperty(member.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly) is { } inherited)
            {
                yield return inherited;
            }
        }
    }

    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            yield return current;
        }

        foreach (var contract in type.GetInterfaces())
        {
            yield return contract;
        }
    }
}
