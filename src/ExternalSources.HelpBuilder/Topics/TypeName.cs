using System;
using System.Linq;

namespace ExternalSources.HelpBuilder.Topics;

/// <summary>The names of types, as in in-box help.</summary>
internal static class TypeName
{
    public static string Short(Type type) => Write(type, part => part.Name);

    public static string Full(Type type) => Write(type, part => part.FullName ?? part.Name);

    private static string Write(Type type, Func<Type, string> name)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Write(underlying, name);
        }

        if (type.IsArray)
        {
            return Write(type.GetElementType()!, name) + "[]";
        }

        if (!type.IsGenericType)
        {
            return name(type);
        }

        var arguments = type.GetGenericArguments().Select(argument => Write(argument, name));
        return $"{name(type.GetGenericTypeDefinition()).Split('`')[0]}[{string.Join(',', arguments)}]";
    }
}
