using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Completion;

namespace ExternalSources.Commands.Actions;

/// <summary>A command as the log keeps it: its name and parameters, without the people it is about, who are in the log one by one. It takes no secret.</summary>
internal static class CommandText
{
    private static readonly string[] People = { "User", "AccountId", "Email" };

    public static string Of(InvocationInfo invocation) =>
        string.Join(
            " ",
            new[] { invocation.MyCommand.Name }.Concat(
                invocation
                    .BoundParameters.Where(parameter =>
                        !People.Contains(parameter.Key, StringComparer.OrdinalIgnoreCase) && !Cmdlet.CommonParameters.Contains(parameter.Key)
                    )
                    .OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
                    .Select(parameter =>
                        parameter.Value is SwitchParameter flag
                            ? $"-{parameter.Key}{(flag ? string.Empty : ":$false")}"
                            : $"-{parameter.Key} {Value(parameter.Value)}"
                    )
            )
        );

    private static string Value(object? value) =>
        value switch
        {
            null => "$null",
            string text => CompletionText.Quote(text),
            IEnumerable items => string.Join(", ", items.Cast<object?>().Select(Value)),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => CompletionText.Quote(value.ToString() ?? string.Empty),
        };
}
