using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;
using ExternalSources.Core.Common;

namespace ExternalSources.Completion;

/// <summary>The base of the completers. They read local files only, and never use the network or a vault. An unreadable file offers nothing.</summary>
public abstract class LocalCompleter : IArgumentCompleter
{
    private protected LocalCompleter() { }

    /// <summary>Returns the completions that start with the typed text.</summary>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    )
    {
        try
        {
            return Offers(parameterName, wordToComplete).Matching(wordToComplete);
        }
        catch (Exception exception) when (exception is ExternalSourceException or OperationCanceledException)
        {
            return Array.Empty<CompletionResult>();
        }
    }

    private protected abstract IEnumerable<(string Name, string Tip)> Offers(string parameterName, string typed);
}
