using System;
using System.Linq;
using System.Management.Automation;
using System.Text;

namespace ExternalSources.TestKit.Shell;

/// <summary>Writes the complete text of a result.</summary>
internal static class ShellResultText
{
    public static string Of(ShellResult result)
    {
        var text = new StringBuilder();
        Section(text, "Host", result.HostText);
        foreach (var item in result.Output)
        {
            Section(text, "Output", ObjectText.Of(item));
        }

        foreach (var error in result.AllErrors)
        {
            Section(text, "Error", Of(error));
        }

        Section(text, "Exception", result.Exception is null ? string.Empty : Of(result.Exception));
        foreach (var record in result.Warnings)
        {
            Section(text, "Warning", Of(record));
        }

        foreach (var record in result.Verbose)
        {
            Section(text, "Verbose", Of(record));
        }

        foreach (var record in result.Debug)
        {
            Section(text, "Debug", Of(record));
        }

        foreach (var record in result.Information)
        {
            Section(text, "Information", $"{record}\n{ObjectText.Of(record.MessageData)}\n{record.Source}\n{string.Join(' ', record.Tags)}");
        }

        foreach (var record in result.Progress)
        {
            Section(text, "Progress", $"{record.Activity}\n{record.StatusDescription}\n{record.CurrentOperation}");
        }

        foreach (var prompt in result.Prompts)
        {
            Section(text, "Prompt", prompt.ToString());
        }

        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, string content)
    {
        if (content.Length > 0)
        {
            text.Append("== ").Append(title).Append('\n').Append(content).Append('\n');
        }
    }

    private static string Of(InformationalRecord record) => $"{record.Message}\n{Of(record.InvocationInfo)}";

    private static string Of(ErrorRecord error) =>
        string.Join(
            '\n',
            new[]
            {
                error.ToString(),
                error.FullyQualifiedErrorId,
                error.CategoryInfo.ToString(),
                error.ErrorDetails?.Message,
                error.ErrorDetails?.RecommendedAction,
                error.ScriptStackTrace,
                ObjectText.Of(error.TargetObject),
                Of(error.InvocationInfo),
                Of(error.Exception),
            }.Where(part => !string.IsNullOrEmpty(part))
        );

    /// <summary>Writes exceptions with their properties. Their text contains only the messages and the stack traces.</summary>
    private static string Of(Exception exception)
    {
        var text = new StringBuilder();
        for (var current = exception; current is not null; current = current.InnerException)
        {
            text.Append(current).Append('\n').Append(ObjectText.Of(current)).Append('\n');
        }

        return text.ToString();
    }

    private static string Of(InvocationInfo? invocation) =>
        invocation is null
            ? string.Empty
            : string.Join('\n', invocation.BoundParameters.Select(bound => $"-{bound.Key} {ObjectText.Of(bound.Value)}").Prepend(invocation.PositionMessage));
}
