using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ExternalSources.Commands;

/// <summary>Completes the names of sources, from the local store only: no network and no vault while Tab is pressed.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SourceNameCompleterAttribute : ArgumentCompleterAttribute
{
    public SourceNameCompleterAttribute()
        : base(typeof(SourceNameCompleter))
    {
    }
}

/// <summary>Completes the names of sources.</summary>
public sealed class SourceNameCompleter : IArgumentCompleter
{
    /// <summary>The sources whose names begin with what was typed.</summary>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return new SourceCatalog(ModuleSession.Current).All
                .Select(source => (source.Name, Tip: $"{source.Type}, {source.Url.Host}, {source.Status}"))
                .Matching(wordToComplete);
        }
        catch (ExternalSourceException)
        {
            return Array.Empty<CompletionResult>();
        }
    }
}
