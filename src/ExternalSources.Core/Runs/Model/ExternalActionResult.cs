using System;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Model;

/// <summary>The outcome of an action for one target.</summary>
public enum ActionOutcome
{
    /// <summary>The change was made, and the service confirmed it.</summary>
    Succeeded,

    /// <summary>No change was needed.</summary>
    NoChange,

    /// <summary>The change was not attempted; the detail says why.</summary>
    Skipped,

    /// <summary>The change failed, or was refused; the detail says why.</summary>
    Failed,

    /// <summary>The change would be made.</summary>
    WhatIf,
}

/// <summary>Why a target was skipped.</summary>
public enum SkipReason
{
    /// <summary>The target was not skipped.</summary>
    None,

    /// <summary>A connected source uses the account.</summary>
    OwnAccount,

    /// <summary>The user administers the organization or the site.</summary>
    Administrator,

    /// <summary>The account is an app or a portal customer.</summary>
    NotAPerson,

    /// <summary>The type of the account is unknown, and the account was not named by its account id.</summary>
    UnknownAccountType,

    /// <summary>An identity provider manages the account and would undo the change.</summary>
    Synced,

    /// <summary>An identity provider manages the group and its members.</summary>
    SyncedGroup,

    /// <summary>The user or the group is exempt from the action.</summary>
    Exempt,

    /// <summary>The run already has the target.</summary>
    Duplicate,

    /// <summary>The answer to the confirmation prompt was no.</summary>
    Declined,

    /// <summary>The target's state changed since the plan, or since the run that is undone.</summary>
    Drifted,

    /// <summary>The action does not apply to the user's state.</summary>
    NotApplicable,

    /// <summary>The source's type does not support the action.</summary>
    NotSupported,

    /// <summary>The change cannot be undone.</summary>
    NotUndoable,

    /// <summary>The source could not be used, or the run ended early. Such a run can be resumed.</summary>
    NotAttempted,
}

/// <summary>The result of an action for one target.</summary>
public sealed record ExternalActionResult
{
    /// <summary>The run's id; <see langword="null"/> when there was nothing to do, with WhatIf, and for a plan.</summary>
    public string? Run { get; init; }

    /// <summary>The name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>The action.</summary>
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

    /// <summary>The outcome.</summary>
    public required ActionOutcome Outcome { get; init; }

    /// <summary>Why the target was skipped, as a value for scripts.</summary>
    public SkipReason Reason { get; init; }

    /// <summary>What was done, or why nothing was done, as text.</summary>
    public string? Detail { get; init; }

    /// <summary>How often the change was sent to the service; 0 when it was not sent.</summary>
    public int Attempts { get; init; }

    /// <summary>The time from the first request that changes something to the outcome.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>When the outcome was known, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether the change failed, although the service may have made it.</summary>
    internal bool IsOpen { get; init; }

    /// <summary>The outcome, the action, and the user.</summary>
    public override string ToString() => $"{Outcome}: {Action} {Name ?? AccountId}";

    /// <summary>Creates the result for a target.</summary>
    internal static ExternalActionResult Of(string? run, RunTarget target, ActionOutcome outcome, SkipReason reason, string? detail, DateTimeOffset at) =>
        new()
        {
            Run = run,
            Source = target.Source,
            Action = target.Action,
            AccountId = target.AccountId,
            Name = target.Name,
            Email = target.Email,
            Group = target.Group?.Name,
            GroupId = target.Group?.Id,
            Outcome = outcome,
            Reason = reason,
            Detail = detail,
            At = at,
        };
}
