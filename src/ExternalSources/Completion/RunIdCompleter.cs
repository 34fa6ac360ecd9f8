using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Actions;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Users;
using ExternalSources.Session;

namespace ExternalSources.Completion;

/// <summary>Completes the ids of runs.</summary>
public class RunIdCompleter : LocalCompleter
{
    /// <summary>How many are offered: the latest.</summary>
    private const int Most = 20;

    /// <summary>How many logs are looked at for that, so that Tab does not take long where there are many.</summary>
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

    /// <summary>Whether a run is one to offer; <see langword="null"/> is one whose log cannot be read.</summary>
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

/// <summary>Completes the ids of runs that left something to do.</summary>
public sealed class ResumableRunCompleter : RunIdCompleter
{
    private protected override bool Fits(ExternalRun? run) =>
        run is { Action: not ExternalAction.NewIssue, Status: not RunStatus.Running } && run.Pending + run.Failed > 0;
}

/// <summary>Completes the ids of runs that did something that can be taken back.</summary>
public sealed class UndoableRunCompleter : RunIdCompleter
{
    // A synchronization adds and removes, and both can be taken back.
    private protected override bool Fits(ExternalRun? run) =>
        run is { Succeeded: > 0, Action: not ExternalAction.NewIssue, Status: not RunStatus.Running }
        && (run.Action == ExternalAction.SyncGroupMember || UserActions.Of(run.Action).Inverse is not null);
}
