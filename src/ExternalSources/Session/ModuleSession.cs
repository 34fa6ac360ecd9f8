using System;
using System.Collections.Generic;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Threading;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Sources;

namespace ExternalSources.Session;

/// <summary>What the module keeps for one session (runspace), and nothing longer: two sessions in one process know nothing of each other.</summary>
internal sealed class ModuleSession
{
    private static readonly ConditionalWeakTable<Runspace, ModuleSession> Sessions = new();

    private readonly HashSet<(Guid Id, DateTimeOffset ExpiresOn)> _announced = new();

    /// <summary>The session of the current pipeline thread.</summary>
    public static ModuleSession Current => For(Runspace.DefaultRunspace);

    /// <summary>The sources of this session only.</summary>
    public List<SessionSource> Sources { get; } = new();

    /// <summary>How requests are sent. Tests replace it.</summary>
    public TransportOptions Transport { get; set; } = TransportOptions.Default;

    /// <summary>Whether somebody is there to answer; <see langword="null"/> to find that out from the host. Tests say so.</summary>
    public bool? IsAttended { get; set; }

    /// <summary>How long a vault may take in a session that nobody watches.</summary>
    public TimeSpan UnattendedVaultLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Waits on the pipeline thread. Tests do not.</summary>
    public Action<TimeSpan, CancellationToken> Pause { get; set; } = static (span, cancellationToken) => cancellationToken.WaitHandle.WaitOne(span);

    /// <summary>Makes the store. The default is looked up at each use, as the environment variable may change in a session.</summary>
    public Func<SourceStore> OpenStore { get; set; } = () => new SourceStore(SourceStore.DefaultFolder());

    /// <summary>Opens the logs of runs; <see langword="null"/> for the usual way. Tests bring on a full disk.</summary>
    public RunFiles? RunFiles { get; set; }

    public static ModuleSession For(Runspace runspace) => Sessions.GetValue(runspace, static _ => new ModuleSession());

    public DateTimeOffset Now => Transport.Clock.UtcNow;

    /// <summary>Whether this is the first time in the session that a key's near end comes up.</summary>
    public bool IsFirstNotice(ExternalSource source) => source.ExpiresOn is { } date && _announced.Add((source.Id, date));

    public TimeSpan VaultLimit(bool isInteractive) => isInteractive ? Timeout.InfiniteTimeSpan : UnattendedVaultLimit;
}
