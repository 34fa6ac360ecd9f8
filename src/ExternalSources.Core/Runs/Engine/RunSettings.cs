using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Runs.Safety;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>Whether a run makes changes.</summary>
internal enum RunMode
{
    /// <summary>The run makes changes.</summary>
    Act,

    /// <summary>The run only reports what it would do. It sends no change and writes no log.</summary>
    WhatIf,
}

/// <summary>What a run does, and where it reports.</summary>
internal sealed record RunSettings
{
    public required RunRequest Request { get; init; }

    public required GuardRails GuardRails { get; init; }

    public RunLimits Limits { get; init; } = new();

    public RunMode Mode { get; init; } = RunMode.Act;

    /// <summary>The number of targets of one source that are changed at the same time.</summary>
    public int ThrottleLimit { get; init; } = 8;

    public Clock Clock { get; init; } = Clock.System;

    /// <summary>How long a stopped run waits for responses.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>The wait before a change is repeated. It doubles each time.</summary>
    public TimeSpan RepeatDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait that a service may ask for before a change is repeated. The change fails when the service asks for more.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Opens the log at the first target: a run without targets leaves no log. <see langword="null"/> for no log.</summary>
    public Func<RunLog>? OpenLog { get; init; }

    /// <summary>The number of targets that a resumed run had before.</summary>
    public int EarlierTargets { get; init; }

    /// <summary>The highest number of those targets.</summary>
    public int EarlierNumber { get; init; }

    /// <summary>The outcomes of those targets.</summary>
    public IReadOnlyDictionary<ActionOutcome, int> EarlierCounts { get; init; } = new Dictionary<ActionOutcome, int>();

    /// <summary>The numbers of the failed targets, which the run tries again.</summary>
    public IEnumerable<int> EarlierFailures { get; init; } = Array.Empty<int>();

    /// <summary>Asks whether to change a target.</summary>
    public Func<RunTarget, string, Task<bool>> ConfirmAsync { get; init; } = static (_, _) => Task.FromResult(true);

    /// <summary>Takes each result, with its target and its error.</summary>
    public required Func<RunTarget, ExternalActionResult, ExternalSourceException?, Task> WriteAsync { get; init; }

    /// <summary>Takes each warning.</summary>
    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>Takes an error of a whole source.</summary>
    public required Action<string, ExternalSourceException> Fail { get; init; }
}
