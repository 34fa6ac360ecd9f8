using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Reflection;

namespace ExternalSources.HelpBuilder.Topics;

/// <summary>The value that a parameter has when nobody gives one: what the property holds after the constructor.</summary>
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

    // A zero says that nothing was set, where a Boolean says false.
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
