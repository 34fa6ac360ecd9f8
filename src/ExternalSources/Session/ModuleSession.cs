using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Threading;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Sources;

namespace ExternalSources.Session;

/// <summary>The module's state in one session (runspace). Sessions in one process share no state.</summary>
internal sealed class ModuleSession
{
    private static readonly ConditionalWeakTable<Runspace, ModuleSession> Sessions = new();

    private readonly Dictionary<string, ExternalWorkspace> _workspaces = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<(Guid Id, DateTimeOffset ExpiresOn)> _announced = new();

    /// <summary>The session of the current pipeline thread.</summary>
    public static ModuleSession Current => For(Runspace.DefaultRunspace);

    /// <summary>The sources that exist in this session only, with their keys.</summary>
    public List<(ExternalSource Source, ApiKey Key)> Sources { get; } = new();

    /// <summary>The rights that the last test of each source found, and those that it did not find. The store has no place for them.</summary>
    public Dictionary<Guid, (IReadOnlyList<string> Found, IReadOnlyList<string> Missing)> Rights { get; } = new();

    /// <summary>The rate limits of each source.</summary>
    public ConcurrentDictionary<Guid, RateLimits> RateLimits { get; } = new();

    /// <summary>Counts the session's writes to the store. A command that read the store before a write reads it again.</summary>
    public int StoreVersion { get; set; }

    /// <summary>How the module sends requests. Tests replace it.</summary>
    public TransportOptions Transport { get; set; } = TransportOptions.Default;

    /// <summary>Whether somebody can answer questions. <see langword="null"/> asks the host. Tests set it.</summary>
    public bool? IsAttended { get; set; }

    /// <summary>How long a vault may take in an unattended session.</summary>
    public TimeSpan UnattendedVaultLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Waits on the pipeline thread. Tests replace it.</summary>
    public Action<TimeSpan, CancellationToken> Pause { get; set; } = static (span, cancellationToken) => cancellationToken.WaitHandle.WaitOne(span);

    /// <summary>Opens the store. Each command reads the environment variable again, because it can change in a session.</summary>
    public Func<SourceStore> OpenStore { get; set; } = () => new SourceStore(SourceStore.DefaultFolder());

    /// <summary>Opens the logs of runs. <see langword="null"/> uses the disk. Tests replace it.</summary>
    public RunFiles? RunFiles { get; set; }

    /// <summary>The workspaces that Get-ExternalWorkspace returned in this session. Tab completion offers them.</summary>
    public IReadOnlyCollection<ExternalWorkspace> Workspaces => _workspaces.Values;

    public void Remember(IEnumerable<ExternalWorkspace> workspaces)
    {
        foreach (var workspace in workspaces)
        {
            _workspaces[workspace.Id] = workspace;
        }
    }

    public static ModuleSession For(Runspace runspace) => Sessions.GetValue(runspace, static _ => new ModuleSession());

    public DateTimeOffset Now => Transport.Clock.UtcNow;

    /// <summary>Whether the session has not warned yet that this key expires soon.</summary>
    public bool IsFirstNotice(ExternalSource source) => source.ExpiresOn is { } date && _announced.Add((source.Id, date));

    public TimeSpan VaultLimit(bool isInteractive) => isInteractive ? Timeout.InfiniteTimeSpan : UnattendedVaultLimit;
}
