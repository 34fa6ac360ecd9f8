using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ExternalSources.Commands;

/// <summary>Completes the ids of exemptions, or what they name, from the local store only.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ExemptionCompleterAttribute : ArgumentCompleterAttribute
{
    public ExemptionCompleterAttribute()
        : base(typeof(ExemptionCompleter))
    {
    }
}

/// <summary>Completes the ids of exemptions, or what they name.</summary>
public sealed class ExemptionCompleter : IArgumentCompleter
{
    /// <summary>The exemptions whose id, or whatever else the parameter takes, begins with what was typed.</summary>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return ModuleSession.Current.OpenStore().Read().Exemptions
                .Select(exemption => (parameterName == "Id" ? exemption.Id.ToString() : exemption.Value, Tip: $"{exemption.Kind} {exemption.Value}: {exemption.Reason}"))
                .Matching(wordToComplete);
        }
        catch (ExternalSourceException)
        {
            return Array.Empty<CompletionResult>();
        }
    }
}
