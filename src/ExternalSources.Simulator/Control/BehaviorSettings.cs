using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator.Control;

/// <summary>
/// The settings of <see cref="ServiceBehavior"/> and of <see cref="LateReads"/> by name, for the command line and the control API. A name is that of the
/// property. The delays of reads are <c>delay</c> for all kinds, or <c>delay.</c> and a kind, in seconds. A list has commas.
/// </summary>
internal static class BehaviorSettings
{
    private const string Delay = "delay";

    private static readonly PropertyInfo[] Properties = typeof(ServiceBehavior).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    /// <summary>The names of all settings with the values that they take.</summary>
    public static IEnumerable<string> Descriptions =>
        Properties
            .Select(property => NameOf(property) + "=" + ValuesOf(property.PropertyType))
            .Append(Delay + "=<seconds>")
            .Concat(Enum.GetNames<ReadKind>().Select(kind => $"{Delay}.{JsonNamingPolicy.CamelCase.ConvertName(kind)}=<seconds>"));

    /// <summary>Sets one setting, or says what is wrong.</summary>
    public static string? Problem(SimulatorState state, string name, string value)
    {
        if (Same(name, Delay) || name.StartsWith(Delay + ".", StringComparison.OrdinalIgnoreCase))
        {
            return DelayProblem(state.LateReads, name, value);
        }

        if (Properties.FirstOrDefault(property => Same(property.Name, name)) is not { } property)
        {
            return $"There is no setting '{name}'. The settings are {string.Join(", ", Descriptions)}.";
        }

        if (property.GetValue(state.Behavior) is SharedList<string> list)
        {
            list.RemoveAll(static _ => true);
            foreach (var item in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                list.Add(item);
            }

            return null;
        }

        if (Parse(property.PropertyType, value) is not { } parsed)
        {
            return $"The values of {NameOf(property)} are {ValuesOf(property.PropertyType)}.";
        }

        property.SetValue(state.Behavior, parsed);
        return null;
    }

    public static void Write(Utf8JsonWriter json, SimulatorState state)
    {
        json.WriteStartObject();
        foreach (var property in Properties)
        {
            var value = property.GetValue(state.Behavior);
            json.WriteString(
                NameOf(property),
                value is SharedList<string> list ? string.Join(',', list) : Convert.ToString(value, CultureInfo.InvariantCulture)
            );
        }

        foreach ((var kind, var delay) in state.LateReads.Delays)
        {
            json.WriteString($"{Delay}.{JsonNamingPolicy.CamelCase.ConvertName(kind.ToString())}", delay.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
    }

    private static string? DelayProblem(LateReads reads, string name, string value)
    {
        if (!double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) || seconds > 86_400)
        {
            return "A delay is a number of seconds, at most 86400.";
        }

        var kinds =
            name.Length == Delay.Length
                ? Enum.GetValues<ReadKind>()
                : Enum.GetValues<ReadKind>().Where(kind => Same(kind.ToString(), name[(Delay.Length + 1)..])).ToArray();
        foreach (var kind in kinds)
        {
            reads.Delay(kind, TimeSpan.FromSeconds(seconds));
        }

        return kinds.Length == 0 ? $"There is no kind of read '{name}'. The settings are {string.Join(", ", Descriptions)}." : null;
    }

    private static object? Parse(Type type, string value) =>
        type == typeof(bool)
            ? bool.TryParse(value, out var isSet)
                ? isSet
                : null
            : type == typeof(int)
                ? int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : null
                : Enum.GetNames(type).FirstOrDefault(name => Same(name, value)) is { } found
                    ? Enum.Parse(type, found)
                    : null;

    private static string ValuesOf(Type type) =>
        type == typeof(bool) ? "true|false"
        : type == typeof(int) ? "<number>"
        : type.IsEnum ? string.Join('|', Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName))
        : "<list>";

    private static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
