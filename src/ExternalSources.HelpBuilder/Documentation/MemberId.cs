using System;
using System.Reflection;

namespace ExternalSources.HelpBuilder.Documentation;

/// <summary>The ids of types, properties, and fields in documentation files.</summary>
internal static class MemberId
{
    public static string Of(MemberInfo member) =>
        member switch
        {
            Type type => "T:" + NameOf(type),
            FieldInfo field => "F:" + NameOf(field.DeclaringType!) + "." + field.Name,
            PropertyInfo property => "P:" + NameOf(property.DeclaringType!) + "." + property.Name,
            _ => throw new ArgumentException($"{member.MemberType} has no place in help.", nameof(member)),
        };

    private static string NameOf(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return (definition.FullName ?? definition.Name).Replace('+', '.');
    }
}
