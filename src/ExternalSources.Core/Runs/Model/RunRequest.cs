using System;
using System.Collections.Generic;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Model;

/// <summary>What a run is to do, and within which limits. It goes into the log and into plans; nothing in it is secret.</summary>
internal sealed record RunRequest
{
    public required ExternalAction Action { get; init; }

    /// <summary>Names or ids of groups, for actions on memberships.</summary>
    public IReadOnlyList<string> Groups { get; init; } = Array.Empty<string>();

    /// <summary>Keys of applications whose access is to be revoked; all when empty.</summary>
    public IReadOnlyList<string> Applications { get; init; } = Array.Empty<string>();

    /// <summary>The name or id of a directory, for actions on access to one.</summary>
    public string? Directory { get; init; }

    /// <summary>Why an account is deactivated: kept with the account.</summary>
    public string? Message { get; init; }

    public bool IncludeAdministrators { get; init; }

    /// <summary>Whether to act on accounts whose identity provider may undo it.</summary>
    public bool IncludeSynced { get; init; }
}

/// <summary>A user that something is to be done to, as somebody named them.</summary>
internal sealed record Candidate
{
    public required string Source { get; init; }

    public string? AccountId { get; init; }

    public string? Email { get; init; }

    /// <summary>The address that came with the user, which the source itself may hide.</summary>
    public string? KnownEmail { get; init; }

    /// <summary>Why this account is not whom somebody named, when they named an address as well: a list whose columns slipped means other people.</summary>
    public string? Contradiction(ExternalUser account) =>
        AccountId is not null
        && Email is null
        && KnownEmail is { } named
        && account.Email is { } real
        && !named.Equals(real, StringComparison.OrdinalIgnoreCase)
            ? $"The account id is that of {account.Name} <{real}>, and not of {named}: which of them is meant?"
            : null;

    /// <summary>What is to be done to this one, where a run does several things.</summary>
    public ExternalAction? Action { get; init; }

    /// <summary>The one group that it is about, where that is known: when a run goes on, is taken back, or follows a plan.</summary>
    public ExternalGroup? Group { get; init; }

    /// <summary>The target's number in the log of a run that goes on.</summary>
    public int? Number { get; init; }

    /// <summary>Whether the log has only noted whom it is about, and nobody has looked at them yet.</summary>
    public bool IsUnseen { get; init; }

    /// <summary>The state that the log of a run that goes on has: what is done now is taken back to what is now.</summary>
    public TargetState? Noted { get; init; }

    /// <summary>The state that the target has to be in still.</summary>
    public TargetState? Expected { get; init; }

    /// <summary>What a run did that is to be taken back.</summary>
    public ExternalAction? Undoes { get; init; }

    /// <summary>When something was last sent about the target. What the service tells of it may lag behind that.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Whether the run was broken off after it sent the change and before it heard what came of it.</summary>
    public bool WasInFlight { get; init; }
}

/// <summary>One change of one user, and the state before it.</summary>
internal sealed record RunTarget
{
    public required int Number { get; init; }

    public required ExternalAction Action { get; init; }

    public required string Source { get; init; }

    public string? AccountId { get; init; }

    public string? Name { get; init; }

    public string? Email { get; init; }

    /// <summary>The address that came with the user, where it is another than the source tells: whoever goes on with the run holds it against the account, too.</summary>
    public string? KnownEmail { get; init; }

    public ExternalGroup? Group { get; init; }

    public TargetState? Before { get; init; }

    /// <summary>Whether it is about a group of which the source does not tell what it grants.</summary>
    public bool IsUnknown => Action == ExternalAction.RevokeUserAccess && Group is { Applications: null };
}

/// <summary>As much of a user's state as an action changes.</summary>
internal sealed record TargetState(string? Status, bool? IsMember)
{
    public override string ToString() =>
        IsMember is null ? Status ?? "unknown"
        : IsMember.Value ? "member"
        : "no member";
}
