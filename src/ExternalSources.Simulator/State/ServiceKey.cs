using System;
using System.Threading;

namespace ExternalSources.Simulator.State;

/// <summary>The members that both kinds of keys share. They can change while the simulator processes requests.</summary>
public abstract class ServiceKey
{
    private SharedInstant _expiresAt = new(null);
    private SharedInstant _lastActiveAt = new(null);

    private protected ServiceKey() { }

    /// <summary>The id of the key in lists of keys.</summary>
    public string Id => "key-" + Label.Replace(' ', '-').ToLowerInvariant();

    /// <summary>The name of the key in logs, lists, and the control API.</summary>
    public required string Label { get; init; }

    /// <summary>The key itself. It is compared but never shown.</summary>
    public required string Secret { get; init; }

    public DateTimeOffset CreatedAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>When the key expires; null is never.</summary>
    public DateTimeOffset? ExpiresAt
    {
        get => _expiresAt.Value;
        set => _expiresAt.Value = value;
    }

    /// <summary>When a request last used the key.</summary>
    public DateTimeOffset? LastActiveAt
    {
        get => _lastActiveAt.Value;
        set => _lastActiveAt.Value = value;
    }

    public bool Revoked { get; set; }

    /// <summary>Whether the key has scopes. A scoped key can do less, and a scoped site token works only through the gateway.</summary>
    public bool Scoped { get; set; }

    public bool IsValidAt(DateTimeOffset now) => !Revoked && (ExpiresAt is not { } end || now < end);

    /// <summary>Returns the label, so that the key never gets into a message.</summary>
    public sealed override string ToString() => Label;
}

/// <summary>A date that one thread can set while another reads it. A plain nullable struct is not atomic.</summary>
internal struct SharedInstant
{
    private const long None = long.MinValue;
    private long _utcTicks;

    public SharedInstant(DateTimeOffset? value)
    {
        _utcTicks = value?.UtcTicks ?? None;
    }

    public DateTimeOffset? Value
    {
        get
        {
            var ticks = Volatile.Read(ref _utcTicks);
            return ticks == None ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
        }
        set => Volatile.Write(ref _utcTicks, value?.UtcTicks ?? None);
    }
}
