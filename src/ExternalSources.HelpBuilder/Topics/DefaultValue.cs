using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Reflection;

namespace ExternalSources.HelpBuilder.Topics;

/// <summary>The default value of a parameter, which is the value of the property after the constructor.</summary>
internal static class DefaultValue
{
    public const string None = "None";

    public static string Of(Type cmdlet, PropertyInfo property)
    {
        try
        {
            var value = property.GetValue(Activator.CreateInstance(cmdlet));
            return IsNothing(value) ? None : Write(value);
        }
        catch (Exception exception) when (exception is TargetInvocationException or MissingMethodException or ArgumentException)
        {
            return None;
        }
    }

    // A zero means that there is no default, but false is the default of a Boolean.
    private static bool IsNothing(object? value) =>
        value switch
        {
            null or "" => true,
            bool => false,
            ValueType number => number.Equals(Activator.CreateInstance(number.GetType())),
            _ => false,
        };

    private static string Write(object? value) =>
        value switch
        {
            string text => text,
            IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Write)) is { Length: > 0 } items ? items : None,
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? None,
        };
}
