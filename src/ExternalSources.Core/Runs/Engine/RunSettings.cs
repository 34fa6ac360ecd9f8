using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Runs.Safety;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>How far a run goes.</summary>
internal enum RunMode
{
    /// <summary>Changes are made.</summary>
    Act,

    /// <summary>It is only told what would be done; nothing is sent that changes anything, and nothing is logged.</summary>
    WhatIf,
}

/// <summary>What a run is to do, and whom it tells.</summary>
internal sealed record RunSettings
{
    public required RunRequest Request { get; init; }

    public required GuardRails GuardRails { get; init; }

    public RunLimits Limits { get; init; } = new();

    public RunMode Mode { get; init; } = RunMode.Act;

    /// <summary>How many targets of one source are worked on at the same time.</summary>
    public int ThrottleLimit { get; init; } = 8;

    public Clock Clock { get; init; } = Clock.System;

    /// <summary>How long what was sent may take to be answered once the run is stopped.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>The wait before a change is repeated; it doubles each time.</summary>
    public TimeSpan RepeatDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait that a service may ask for before a change is repeated; one that asks for more has failed.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Opens the log, at the first target: a run that finds nobody leaves none. <see langword="null"/> for no log.</summary>
    public Func<RunLog>? OpenLog { get; init; }

    /// <summary>How many targets the run has had before, if it goes on.</summary>
    public int EarlierTargets { get; init; }

    /// <summary>The highest of their numbers.</summary>
    public int EarlierNumber { get; init; }

    /// <summary>What those targets came to.</summary>
    public IReadOnlyDictionary<ActionOutcome, int> EarlierCounts { get; init; } = new Dictionary<ActionOutcome, int>();

    /// <summary>The numbers of those targets that failed, and are tried again.</summary>
    public IEnumerable<int> EarlierFailures { get; init; } = Array.Empty<int>();

    /// <summary>Asks whether to change a target.</summary>
    public Func<RunTarget, string, Task<bool>> ConfirmAsync { get; init; } = static (_, _) => Task.FromResult(true);

    /// <summary>Takes each result, with the target and the error that it is.</summary>
    public required Func<RunTarget, ExternalActionResult, ExternalSourceException?, Task> WriteAsync { get; init; }

    /// <summary>Takes what should be known and is no error.</summary>
    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>Takes an error of a whole source.</summary>
    public required Action<string, ExternalSourceException> Fail { get; init; }
}
