using System;

namespace ExternalSources.Simulator.State;

/// <summary>What both kinds of keys have. Everything about a key may change while requests are answered.</summary>
public abstract class ServiceKey
{
    private SharedInstant _expiresAt = new(null);
    private SharedInstant _lastActiveAt = new(null);

    private protected ServiceKey() { }

    /// <summary>The id in lists of keys.</summary>
    public string Id => "key-" + Label.Replace(' ', '-').ToLowerInvariant();

    /// <summary>The name that logs, lists and the control surface know the key by.</summary>
    public required string Label { get; init; }

    /// <summary>The key's text. It is compared and never shown.</summary>
    public required string Secret { get; init; }

    public DateTimeOffset CreatedAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>When the key ends; a key without a date does not end.</summary>
    public DateTimeOffset? ExpiresAt
    {
        get => _expiresAt.Value;
        set => _expiresAt.Value = value;
    }

    public DateTimeOffset? LastActiveAt
    {
        get => _lastActiveAt.Value;
        internal set => _lastActiveAt.Value = value;
    }

    public bool Revoked { get; set; }

    /// <summary>A key with scopes opens less than one without, and a site token with scopes opens another door.</summary>
    public bool Scoped { get; set; }

    public bool IsValidAt(DateTimeOffset now) => !Revoked && (ExpiresAt is not { } end || now < end);

    /// <summary>The label: a key must not get into a message by accident.</summary>
    public sealed override string ToString() => Label;
}
