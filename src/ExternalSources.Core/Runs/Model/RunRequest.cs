using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Model;

/// <summary>The action of a run and its parameters. Logs and plans store it; it contains no secret.</summary>
internal sealed record RunRequest
{
    public required ExternalAction Action { get; init; }

    /// <summary>Names or ids of groups, for actions on memberships.</summary>
    public IReadOnlyList<string> Groups { get; init; } = Array.Empty<string>();

    /// <summary>The applications to revoke access to; empty means all.</summary>
    public IReadOnlyList<ApplicationSelector> Applications { get; init; } = Array.Empty<ApplicationSelector>();

    /// <summary>The names, addresses or ARIs of workspaces. They limit the applications to instances.</summary>
    public IReadOnlyList<string> Workspaces { get; init; } = Array.Empty<string>();

    /// <summary>The name or id of a directory, for actions on directory access.</summary>
    public string? Directory { get; init; }

    /// <summary>Why an account is deactivated; the service keeps it with the account.</summary>
    public string? Message { get; init; }

    public bool IncludeAdministrators { get; init; }

    /// <summary>Whether to act on accounts whose identity provider may undo the change.</summary>
    public bool IncludeSynced { get; init; }
}

/// <summary>A user to act on, as the input of the command names them.</summary>
internal sealed record Candidate
{
    public required string Source { get; init; }

    public string? AccountId { get; init; }

    public string? Email { get; init; }

    /// <summary>The e-mail address that came with the user; the source itself may hide it.</summary>
    public string? KnownEmail { get; init; }

    /// <summary>Whether a person gave the account id. Without it, an action skips an account of unknown type.</summary>
    public bool IsNamedById { get; init; }

    /// <summary>Why the account is not the named user: in a list with shifted columns, an id and its e-mail address belong to different people.</summary>
    public string? Contradiction(ExternalUser account) =>
        AccountId is not null
        && Email is null
        && KnownEmail is { } named
        && account.Email is { } real
        && !named.Equals(real, StringComparison.OrdinalIgnoreCase)
            ? $"The account id belongs to {account.Name} <{real}>, not to {named}."
            : null;

    /// <summary>The action for this user, where a run has several.</summary>
    public ExternalAction? Action { get; init; }

    /// <summary>The one group to act on, where it is known: in a resumed run, an undo, or a plan.</summary>
    public ExternalGroup? Group { get; init; }

    /// <summary>The target's number in the log of a resumed run.</summary>
    public int? Number { get; init; }

    /// <summary>Whether the log only names the user: the run has not read the state yet.</summary>
    public bool IsUnseen { get; init; }

    /// <summary>The target's state in the log of a resumed run. The run logs the state again when it has changed.</summary>
    public TargetState? Noted { get; init; }

    /// <summary>The state that the target must still have.</summary>
    public TargetState? Expected { get; init; }

    /// <summary>The action that this one undoes.</summary>
    public ExternalAction? Undoes { get; init; }

    /// <summary>When a change of the target was last sent. For a while after that, the service may return an older state.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Whether the run ended after it sent the change and before the service responded.</summary>
    public bool WasInFlight { get; init; }

    /// <summary>The target of a user whose state the run does not read.</summary>
    public RunTarget ToTarget(ExternalAction action) =>
        new()
        {
            Number = 0,
            Action = Action ?? action,
            Source = Source,
            AccountId = AccountId,
            Email = Email ?? KnownEmail,
            IsNamedById = IsNamedById,
            Group = Group,
        };
}

/// <summary>One change for one user, and the state before it.</summary>
internal sealed record RunTarget
{
    public required int Number { get; init; }

    public required ExternalAction Action { get; init; }

    public required string Source { get; init; }

    public string? AccountId { get; init; }

    public string? Name { get; init; }

    public string? Email { get; init; }

    /// <summary>The e-mail address that came with the user, where the source returns another one. A resumed run checks it, too.</summary>
    public string? KnownEmail { get; init; }

    /// <summary>Whether a person gave the account id. A resumed run and a plan keep this.</summary>
    public bool IsNamedById { get; init; }

    public ExternalGroup? Group { get; init; }

    public TargetState? Before { get; init; }

    /// <summary>Whether the service does not return which applications the group grants.</summary>
    public bool IsUnknown => Action == ExternalAction.RevokeUserAccess && Group is { Applications: null };
}

/// <summary>The part of a user's state that an action changes.</summary>
internal sealed record TargetState(string? Status, bool? IsMember)
{
    /// <summary>The roles that the user holds directly, each with its resource; <see langword="null"/> if the action does not change roles.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    public bool Equals(TargetState? other) =>
        other is not null
        && Status == other.Status
        && IsMember == other.IsMember
        // A log does not store an empty list.
        && (Roles ?? []).SequenceEqual(other.Roles ?? []);

    public override int GetHashCode() => (Status, IsMember, Roles?.Count ?? 0).GetHashCode();

    public override string ToString() =>
        Roles is { Count: > 0 } ? string.Join(", ", Roles)
        : IsMember is null ? Status ?? "unknown"
        : IsMember.Value ? "member"
        : "not a member";
}
