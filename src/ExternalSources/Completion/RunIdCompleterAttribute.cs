using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Actions;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Users;
using ExternalSources.Session;

namespace ExternalSources.Completion;

/// <summary>Completes the ids of runs: all runs by default, or those that the given completer selects.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RunIdCompleterAttribute : ArgumentCompleterAttribute
{
    public RunIdCompleterAttribute()
        : base(typeof(RunIdCompleter)) { }

    public RunIdCompleterAttribute(Type completer)
        : base(completer) { }
}

/// <summary>Completes the ids of runs.</summary>
public class RunIdCompleter : LocalCompleter
{
    /// <summary>The maximum number of runs to offer. The latest come first.</summary>
    private const int Most = 20;

    /// <summary>The maximum number of logs to read, so that Tab stays fast.</summary>
    private const int MostRead = 200;

    private protected override IEnumerable<(string Name, string Tip)> Offers(string parameterName, string typed)
    {
        var folder = new RunFolder(ModuleSession.Current.OpenStore().Folder);
        var begun = typed.Trim('\'', '"');
        return folder
            .Ids()
            .Where(id => id.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Take(MostRead)
            .Select(id => Offer(folder, id))
            .OfType<(string, string)>()
            .Take(Most);
    }

    /// <summary>Whether to offer a run; <see langword="null"/> stands for a run whose log cannot be read.</summary>
    private protected virtual bool Fits(ExternalRun? run) => true;

    private (string Name, string Tip)? Offer(RunFolder folder, string id)
    {
        try
        {
            var run = RunSummary.Read(folder, id);
            return Fits(run) ? (id, $"{run.Action}, {Invariant.Count(run.Targets, "target")}, {run.Status}") : null;
        }
        catch (ExternalSourceException exception)
        {
            return Fits(null) ? (id, exception.Message) : null;
        }
    }
}

/// <summary>Completes the ids of runs with changes to resume.</summary>
public sealed class ResumableRunCompleter : RunIdCompleter
{
    private protected override bool Fits(ExternalRun? run) =>
        run is { Action: not ExternalAction.NewIssue, Status: not RunStatus.Running } && run.Pending + run.Failed > 0;
}

/// <summary>Completes the ids of runs with changes to undo.</summary>
public sealed class UndoableRunCompleter : RunIdCompleter
{
    // A synchronization has no inverse of its own, but each of its additions and removals has one.
    private protected override bool Fits(ExternalRun? run) =>
        run is { Succeeded: > 0, Action: not ExternalAction.NewIssue, Status: not RunStatus.Running }
        && (run.Action == ExternalAction.SyncGroupMember || UserActions.Of(run.Action).Inverse is not null);
}
