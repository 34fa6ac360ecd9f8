using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ExternalSources.Commands;

/// <summary>Completes the ids of runs, from their logs only.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RunIdCompleterAttribute : ArgumentCompleterAttribute
{
    public RunIdCompleterAttribute()
        : base(typeof(RunIdCompleter))
    {
    }
}

/// <summary>Completes the ids of runs.</summary>
public sealed class RunIdCompleter : IArgumentCompleter
{
    /// <summary>How many are offered: the latest.</summary>
    private const int Most = 20;

    /// <summary>The latest runs whose ids begin with what was typed.</summary>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var folder = new RunFolder(ModuleSession.Current.OpenStore().Folder);
            return folder.Ids().Where(id => id.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)).Take(Most)
                .Select(id => (id, Tip: Tip(folder, id))).Matching(wordToComplete);
        }
        catch (ExternalSourceException)
        {
            return Array.Empty<CompletionResult>();
        }
    }

    private static string Tip(RunFolder folder, string id)
    {
        try
        {
            var run = RunSummary.Read(folder, id);
            return $"{run.Action}, {Invariant.Count(run.Targets, "target")}, {run.Status}";
        }
        catch (ExternalSourceException exception)
        {
            return exception.Message;
        }
    }
}
