using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace ExternalSources.TestKit.Shell;

/// <summary>Writes an object with its properties, a few levels deep, because a secret can be in a nested property.</summary>
internal sealed class ObjectText
{
    private const int Depth = 4;

    // An exception refers to reflection objects, which refer to all loaded types.
    private const int MostObjects = 2000;

    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly StringBuilder _text = new();

    public static string Of(object? value)
    {
        if (value is null)
        {
            return string.Empty;
        }

        var walk = new ObjectText();
        walk.Write(value, Depth);
        return walk._text.ToString();
    }

    private void Write(object? value, int depth)
    {
        if (value is null)
        {
            return;
        }

        var plain = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        if (!plain.GetType().IsValueType && plain is not string && (!_seen.Add(plain) || _seen.Count > MostObjects))
        {
            return;
        }

        _text.Append(SafeText(value)).Append('\n');
        if (depth == 0 || IsLeaf(plain))
        {
            return;
        }

        WriteElements(plain, depth);
        WriteProperties(value, depth);
    }

    private void WriteElements(object plain, int depth)
    {
        if (plain is IDictionary dictionary)
        {
            foreach (DictionaryEntry entry in dictionary)
            {
                Write(entry.Key, depth - 1);
                Write(entry.Value, depth - 1);
            }
        }
        else if (plain is ICollection elements)
        {
            foreach (var element in elements)
            {
                Write(element, depth - 1);
            }
        }
    }

    private void WriteProperties(object value, int depth)
    {
        foreach (var property in PSObject.AsPSObject(value).Properties)
        {
            var content = SafeValue(property);
            if (content is null)
            {
                continue;
            }

            _text.Append(property.Name).Append(": ");
            Write(content, depth - 1);
        }
    }

    private static bool IsLeaf(object plain) =>
        plain is string or Type or System.Reflection.MemberInfo or Delegate or ScriptBlock or CultureInfo
        || plain.GetType().IsPrimitive
        || plain.GetType().IsEnum;

    /// <summary>Returns the value of a property, or the message of the exception that it throws.</summary>
    private static object? SafeValue(PSPropertyInfo property)
    {
        try
        {
            return property.IsGettable ? property.Value : null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return failure.Message;
        }
    }

    private static string SafeText(object value)
    {
        try
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return failure.Message;
        }
    }
}
