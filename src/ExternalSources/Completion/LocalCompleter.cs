using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;
using ExternalSources.Core.Common;

namespace ExternalSources.Completion;

/// <summary>Completes from what is on this machine: no network and no vault while Tab is pressed. What cannot be read offers nothing.</summary>
public abstract class LocalCompleter : IArgumentCompleter
{
    private protected LocalCompleter() { }

    /// <summary>What begins with what was typed.</summary>
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
