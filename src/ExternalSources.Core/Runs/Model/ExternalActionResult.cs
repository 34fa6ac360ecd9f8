using System;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Model;

/// <summary>What an action came to for one target.</summary>
public enum ActionOutcome
{
    /// <summary>Done, and confirmed by the service.</summary>
    Succeeded,

    /// <summary>It was so already; nothing was changed.</summary>
    NoChange,

    /// <summary>Not attempted; the detail says why.</summary>
    Skipped,

    /// <summary>Attempted without success, or refused; the detail says why.</summary>
    Failed,

    /// <summary>It would have been done.</summary>
    WhatIf,
}

/// <summary>Why a target was skipped.</summary>
public enum SkipReason
{
    /// <summary>It was not skipped.</summary>
    None,

    /// <summary>The account is the one behind the credentials of a source.</summary>
    OwnAccount,

    /// <summary>The user administers the organization or the site.</summary>
    Administrator,

    /// <summary>The account is an app or a portal customer.</summary>
    NotAPerson,

    /// <summary>An identity provider manages the account and would undo the change.</summary>
    Synced,

    /// <summary>An identity provider owns the group and its members.</summary>
    SyncedGroup,

    /// <summary>The user or the group is exempt from the action.</summary>
    Exempt,

    /// <summary>The target was given before in the same run.</summary>
    Duplicate,

    /// <summary>Somebody answered no.</summary>
    Declined,

    /// <summary>The target is no longer in the state that it was planned or left in.</summary>
    Drifted,

    /// <summary>The action does not fit the user's state.</summary>
    NotApplicable,

    /// <summary>The source's type cannot do it.</summary>
    NotSupported,

    /// <summary>It cannot be taken back.</summary>
    NotUndoable,

    /// <summary>The source could not be used, or the run ended before; such a run can be resumed.</summary>
    NotAttempted,
}

/// <summary>What an action came to for one target.</summary>
public sealed record ExternalActionResult
{
    /// <summary>The run's id; <see langword="null"/> where nothing was to be done, with WhatIf or for a plan.</summary>
    public string? Run { get; init; }

    /// <summary>The name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>What was to be done.</summary>
    public required ExternalAction Action { get; init; }

    /// <summary>The user's account id; <see langword="null"/> when the user was not found.</summary>
    public string? AccountId { get; init; }

    /// <summary>The user's full name.</summary>
    public string? Name { get; init; }

    /// <summary>The user's e-mail address; <see langword="null"/> where it is hidden.</summary>
    public string? Email { get; init; }

    /// <summary>The group's name, for actions on memberships.</summary>
    public string? Group { get; init; }

    /// <summary>The group's id.</summary>
    public string? GroupId { get; init; }

    /// <summary>The key of the issue that was filed.</summary>
    public string? Issue { get; init; }

    /// <summary>What it came to.</summary>
    public required ActionOutcome Outcome { get; init; }

    /// <summary>Why the target was skipped, for scripts to compare.</summary>
    public SkipReason Reason { get; init; }

    /// <summary>What was done, or why not, in words.</summary>
    public string? Detail { get; init; }

    /// <summary>How often the change was sent to the service; 0 when it was not.</summary>
    public int Attempts { get; init; }

    /// <summary>How long it took, from the first request that changes something to its outcome.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>When the outcome was known, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether it failed in a way that leaves open if the service did it after all.</summary>
    internal bool IsOpen { get; init; }

    /// <summary>The outcome and whom it is about.</summary>
    public override string ToString() => $"{Outcome}: {Action} {Name ?? AccountId}";
}
