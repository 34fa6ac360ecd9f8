using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ExternalSources.Completion;

/// <summary>Creates completions of names. It keeps the quotation mark that was typed, and adds quotation marks if a name needs them.</summary>
internal static class CompletionText
{
    private const string NeedQuotes = " '\"`$(){};,|&<>@#";

    public static IEnumerable<CompletionResult> Matching(this IEnumerable<(string Name, string Tip)> names, string typed)
    {
        var quote = typed.Length > 0 && typed[0] is '\'' or '"' ? typed[0] : '\0';
        var begun = typed.Trim('\'', '"');
        return names
            .Where(name => name.Name.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(Quote(name.Name, quote), name.Name, CompletionResultType.ParameterValue, name.Tip))
            .ToArray();
    }

    public static string Quote(string name, char quote = '\0')
    {
        if (quote == '"' && !name.Any(c => c is '"' or '$' or '`'))
        {
            return "\"" + name + "\"";
        }

        return quote != '\0' || name.Any(c => NeedQuotes.IndexOf(c) >= 0) || name.Length == 0 || name[0] == '-'
            ? "'" + CodeGeneration.EscapeSingleQuotedStringContent(name) + "'"
            : name;
    }
}
