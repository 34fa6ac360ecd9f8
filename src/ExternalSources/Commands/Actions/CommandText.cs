using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Completion;

namespace ExternalSources.Commands.Actions;

/// <summary>Formats a command for the log: its name and parameters, without the users. No parameter holds a secret.</summary>
internal static class CommandText
{
    private static readonly string[] UserParameters = { "User", "AccountId", "Email" };

    public static string Of(InvocationInfo invocation) =>
        string.Join(
            " ",
            new[] { invocation.MyCommand.Name }.Concat(
                invocation
                    .BoundParameters.Where(parameter =>
                        !UserParameters.Contains(parameter.Key, StringComparer.OrdinalIgnoreCase) && !Cmdlet.CommonParameters.Contains(parameter.Key)
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
