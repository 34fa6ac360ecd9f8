using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace ExternalSources.Commands;

/// <summary>Completes the ids of runs.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RunIdCompleterAttribute : ArgumentCompleterAttribute
{
    public RunIdCompleterAttribute()
        : base(typeof(RunIdCompleter))
    {
    }
}

/// <summary>Completes the ids of runs.</summary>
public sealed class RunIdCompleter : LocalCompleter
{
    /// <summary>How many are offered: the latest.</summary>
    private const int Most = 20;

    private protected override IEnumerable<(string Name, string Tip)> Offers(string parameterName, string typed)
    {
        var folder = new RunFolder(ModuleSession.Current.OpenStore().Folder);
        // Their logs are read for the tips: only those that may be offered.
        return folder.Ids().Where(id => id.StartsWith(typed.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)).Take(Most).Select(id => (id, Tip(folder, id)));
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
