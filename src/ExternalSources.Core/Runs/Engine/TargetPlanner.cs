using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Runs.Actions;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Runs.Engine;

/// <summary>Decides, for many users of a source at once, what to do about each one.</summary>
internal sealed class TargetPlanner
{
    /// <summary>How long the service may return an older state: 30 seconds by https://developer.atlassian.com/cloud/admin/organization/rest/.</summary>
    public static readonly TimeSpan Lag = TimeSpan.FromSeconds(35);

    private static readonly UserAction RevokeRoles = UserActions.Of(ExternalAction.RevokeUserRole);

    private const string WhoIsMeant =
        "Check the account id or the e-mail address: actions accept nothing else. To find users by name, use Get-ExternalUser and pipe them to the action.";

    private readonly ExternalSource _source;
    private readonly ISourceConnector _connector;
    private readonly RunSettings _settings;
    private readonly RunRecorder _recorder;
    private readonly UserAction _action;

    /// <summary>Whether the run also revokes the roles that users hold without a group. A Jira site does not return them.</summary>
    private readonly bool _revokesRoles;

    /// <summary>The changes of each user of a run that revokes access: the last change of a user waits for the others.</summary>
    private readonly ConcurrentDictionary<string, ConcurrentQueue<PlannedTarget>> _changes = new(StringComparer.Ordinal);
    private IReadOnlyList<ApplicationSelector> _applications = Array.Empty<ApplicationSelector>();
    private IReadOnlyList<ExternalGroup> _groups = Array.Empty<ExternalGroup>();
    private string? _ownAccountId;
    private bool _hasWarnedOfHiddenAddress;

    public TargetPlanner(ExternalSource source, ISourceConnector connector, RunSettings settings, RunRecorder recorder)
    {
        _source = source;
        _connector = connector;
        _settings = settings;
        _recorder = recorder;
        _action = UserActions.Of(settings.Request.Action, source.Type);
        _revokesRoles = _action.Kind == ExternalAction.RevokeUserAccess && ConnectorFactory.CapabilityNames(source.Type).Contains(RevokeRoles.Capability);
    }

    /// <summary>What the action needs besides its targets.</summary>
    public ActionContext Context { get; private set; } = null!;

    /// <summary>Finds the named groups, the named directory, and the source's own account.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var request = _settings.Request;
        _ownAccountId = await _connector.Get<IUserStates>().OwnAccountIdAsync(cancellationToken).ConfigureAwait(false);
        if (_action.IsAboutGroups && request.Groups.Count > 0)
        {
            _groups = await Batch
                .AllAsync(
                    request.Groups.Distinct(StringComparer.OrdinalIgnoreCase).ToArray(),
                    4,
                    _connector.Get<IGroupWriter>().FindGroupAsync,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        else if (_action.Kind == ExternalAction.RevokeUserAccess)
        {
            _applications = await _connector
                .Get<IAccessRevoker>()
                .SelectAsync(request.Applications, request.Workspaces, cancellationToken)
                .ConfigureAwait(false);
            _groups = await _connector
                .Get<IAccessRevoker>()
                .GrantingGroupsAsync(_applications, Array.Empty<UserState>(), cancellationToken)
                .ConfigureAwait(false);
            var unseen = await Result.OfAsync(() => _connector.Get<IAccessRevoker>().UnseenSeatsAsync(_applications, cancellationToken)).ConfigureAwait(false);
            if (unseen.Failure is { } failure)
            {
                _settings.Warn($"It is unknown whether users of '{_source.Name}' hold a seat without a group: the groups cannot be read. {failure.Message}");
            }

            foreach (var warning in unseen.Value ?? [])
            {
                _settings.Warn(warning);
            }
        }

        var directory = _action.IsAboutDirectory
            ? await _connector.Get<IDirectoryAccess>().FindDirectoryAsync(request.Directory, cancellationToken).ConfigureAwait(false)
            : null;
        Context = new ActionContext(request, directory?.Id);
    }

    /// <summary>Reads the user's state after a change was sent.</summary>
    public Task<UserLookup> ReadBackAsync(UserAction action, RunTarget target, CancellationToken cancellationToken)
    {
        var needs = Needs(target.Group is { } group ? new[] { group } : Array.Empty<ExternalGroup>());
        return _connector
            .Get<IUserStates>()
            .ReadBackAsync(
                new UserKey(target.AccountId, null),
                needs with
                {
                    Administrators = false,
                    RolesIn = action == RevokeRoles ? needs.RolesIn : null,
                },
                cancellationToken
            );
    }

    /// <summary>The changes of the target's user that the run makes before this one.</summary>
    public IReadOnlyList<PlannedTarget> OthersOf(PlannedTarget planned) =>
        planned.Target.AccountId is { } accountId && _changes.TryGetValue(accountId, out var changes)
            ? changes.Where(change => change.Target.Number < planned.Target.Number && change.Decision.Reason != SkipReason.Duplicate).ToArray()
            : Array.Empty<PlannedTarget>();

    public async Task<IReadOnlyList<PlannedTarget>> PlanAsync(IReadOnlyList<Candidate> candidates, CancellationToken cancellationToken)
    {
        // For a logged group without known grants, only the users' own groups help.
        var groups = candidates
            .Select(candidate => candidate.Group)
            .OfType<ExternalGroup>()
            .Where(group => !IsUnknown(group))
            .Concat(_groups)
            .GroupBy(group => group.Id, StringComparer.Ordinal)
            .Select(same => same.First())
            .ToArray();
        var lookups = await _connector
            .Get<IUserStates>()
            .ReadStatesAsync(
                candidates.Select(candidate => new UserKey(candidate.AccountId, candidate.Email ?? candidate.KnownEmail)).ToArray(),
                Needs(groups),
                cancellationToken
            )
            .ConfigureAwait(false);
        var granting =
            _action.Kind == ExternalAction.RevokeUserAccess
                ? await _connector
                    .Get<IAccessRevoker>()
                    .GrantingGroupsAsync(_applications, lookups.Select(lookup => lookup.State).OfType<UserState>().ToArray(), cancellationToken)
                    .ConfigureAwait(false)
                : _groups;
        var planned = candidates.Zip(lookups, (candidate, lookup) => Targets(candidate, lookup, granting)).SelectMany(targets => targets).ToArray();
        if (_revokesRoles)
        {
            foreach (var change in planned.Where(change => change.Target.AccountId is not null))
            {
                _changes.GetOrAdd(change.Target.AccountId!, static _ => new ConcurrentQueue<PlannedTarget>()).Enqueue(change);
            }
        }

        _recorder.Accept(
            planned.Select(one => one.Target).ToArray(),
            planned.Where(IsUnlogged).Select(one => one.Target).ToArray(),
            planned.Count(one => one.Candidate.Number is null)
        );
        return planned;
    }

    /// <summary>Whether the log lacks the target's present state: an undo restores the state from just before the change.</summary>
    private static bool IsUnlogged(PlannedTarget planned) =>
        planned.Candidate.Number is null
        || planned.Candidate.IsUnseen
        || planned.Target.Group != planned.Candidate.Group
        || (planned.Decision is { Outcome: null, IsSoAlready: false } && planned.Target.Before != planned.Candidate.Noted);

    private bool IsUnknown(ExternalGroup group) => _action.Kind == ExternalAction.RevokeUserAccess && group.Applications is null;

    private StateNeeds Needs(IReadOnlyList<ExternalGroup> groups) =>
        new()
        {
            Groups = groups,
            DirectoryId = Context.DirectoryId,
            RolesIn = _revokesRoles ? _applications : null,
            Administrators = !_settings.Request.IncludeAdministrators,
            MaxConcurrency = _settings.ThrottleLimit,
        };

    private PlannedTarget[] Targets(Candidate candidate, UserLookup lookup, IReadOnlyList<ExternalGroup> groups)
    {
        if (!_action.IsAboutGroups)
        {
            return new[] { Plan(candidate, lookup, null) };
        }

        if (candidate.Action == RevokeRoles.Kind)
        {
            return new[] { Plan(candidate, lookup, null) };
        }

        if (candidate.Group is { } one)
        {
            return new[] { IsUnknown(one) ? PlanUnknownGrants(candidate, lookup, one, groups) : Plan(candidate, lookup, one) };
        }

        if (_action.Kind != ExternalAction.RevokeUserAccess)
        {
            return groups.Select((group, i) => Plan(Nth(candidate, i), lookup, group)).ToArray();
        }

        var own = groups.Where(group => lookup.State?.GroupIds.Contains(group.Id) == true).ToArray();
        var changes = own.Select((group, i) => PlanAccess(Nth(candidate, i), lookup, group)).ToList();
        if (_revokesRoles && lookup.State is not null)
        {
            changes.Add(Plan(Nth(candidate, own.Length) with { Action = RevokeRoles.Kind }, lookup, null));
        }

        return changes.Count > 0 ? changes.ToArray() : new[] { Plan(candidate, lookup, null) };
    }

    /// <summary>A membership in a group whose grants are unknown is a failure: the result must not hide access that may remain.</summary>
    private PlannedTarget PlanAccess(Candidate candidate, UserLookup lookup, ExternalGroup group)
    {
        var planned = Plan(candidate, lookup, group);
        return planned.Target.IsUnknown && planned.Decision.Outcome is null
            ? planned with
            {
                Decision = Decision.Fail(
                    $"'{_source.Name}' does not return what the group '{group.Name}' grants, so the user may still have access.",
                    "Run the command again later. If the problem remains, check the group at admin.atlassian.com."
                ),
            }
            : planned;
    }

    /// <summary>The same for a group whose grants were unknown in a log or a plan.</summary>
    private PlannedTarget PlanUnknownGrants(Candidate candidate, UserLookup lookup, ExternalGroup noted, IReadOnlyList<ExternalGroup> granting)
    {
        if (granting.FirstOrDefault(group => group.Id == noted.Id) is not { } group)
        {
            var planned = Plan(candidate, lookup, noted);
            return planned.Decision.Outcome is null
                ? planned with
                {
                    Decision = Decision.Already(
                        _applications.Count == 0
                            ? $"The group '{noted.Name}' grants no application."
                            : $"The group '{noted.Name}' grants none of {string.Join(", ", _applications)}."
                    ),
                }
                : planned;
        }

        var known = PlanAccess(candidate, lookup, group);
        // The plan did not show that the user would leave the group.
        return candidate.Expected is not null && known.Decision.Outcome is null
            ? known with
            {
                Decision = Decision.Skip(
                    SkipReason.Drifted,
                    $"The plan does not know what the group '{group.Name}' grants, but the service returns it now. Create a new plan."
                ),
            }
            : known;
    }

    /// <summary>A user in the log has one number, but may become several targets.</summary>
    private static Candidate Nth(Candidate candidate, int position) => position == 0 ? candidate : candidate with { Number = null };

    private PlannedTarget Plan(Candidate candidate, UserLookup lookup, ExternalGroup? group)
    {
        var action = candidate.Action is { } own ? UserActions.Of(own, _source.Type) : _action;
        var user = lookup.State?.User;
        var now = lookup.State is { } state ? Now(action, state, group) : null;
        var target = new RunTarget
        {
            Number = candidate.Number ?? _recorder.NextNumber(),
            Action = action.Kind,
            Source = _source.Name,
            AccountId = user?.AccountId ?? candidate.AccountId,
            Name = user?.Name,
            Email = user?.Email ?? candidate.Email,
            KnownEmail = candidate.AccountId is not null && candidate.KnownEmail != user?.Email ? candidate.KnownEmail : null,
            IsNamedById = candidate.IsNamedById,
            Group = group,
            // A resumed run compares users with the state in the plan, not with the present one.
            Before = candidate.Expected ?? now,
        };
        return new PlannedTarget(target, candidate, action, Decide(action, candidate, lookup, target, now));
    }

    /// <summary>The part of the state that the action changes.</summary>
    private static TargetState Now(UserAction action, UserState state, ExternalGroup? group) =>
        new(action.IsAboutDirectory ? StatusIn(state) : state.User.Status, group is null ? null : state.GroupIds.Contains(group.Id))
        {
            Roles = action == RevokeRoles ? RevokeRolesAction.DirectSeats(state) : null,
        };

    /// <summary>The user's status in the directory that the action changes.</summary>
    private static string StatusIn(UserState state) =>
        state.DirectoryStatus switch
        {
            "active" => state.User.Status == nameof(UserStatus.Suspended) ? nameof(UserStatus.Active) : state.User.Status,
            "suspended" => nameof(UserStatus.Suspended),
            UserState.NoMembership => nameof(UserStatus.NotInvited),
            _ => ExternalUser.UnknownStatus,
        };

    private Decision Decide(UserAction action, Candidate candidate, UserLookup lookup, RunTarget target, TargetState? now)
    {
        if (lookup.State is not { } state)
        {
            // A missing user may have been removed, or may never have existed: a wrong id must not look like a change that was made.
            if (
                lookup.IsUnknown
                || !action.EndsInAbsence
                || candidate.AccountId is null
                || (candidate.SentAt is null && candidate.Expected is null && (candidate.Number is null || candidate.IsUnseen))
            )
            {
                return Decision.Fail(
                    lookup.Problem,
                    lookup.IsUnknown ? "Run the command again later. If the problem remains, report it to Atlassian's support." : WhoIsMeant
                );
            }

            return candidate.WasInFlight ? Decision.Confirmed(action.Done(target)) : Decision.Already("The user is no longer there.");
        }

        if (candidate.Contradiction(state.User) is { } contradiction)
        {
            return Decision.Fail(contradiction, WhoIsMeant);
        }

        if (!_recorder.IsFirst(_source.Name, state.User.AccountId, target.Group?.Id ?? (action == RevokeRoles ? RevokeRoles.Capability : null)))
        {
            return Decision.Skip(SkipReason.Duplicate, "Duplicate: the run already has this user.");
        }
        // A user in none of the groups needs no further check.
        var decision = action.IsAboutGroups && target.Group is null ? null : action.Decide(state, target.Group);
        if (candidate.Expected is { } expected && expected != now && !(candidate.SentAt is not null && decision?.IsNoChange == true))
        {
            return Decision.Skip(SkipReason.Drifted, $"The state changed since the plan: it was {expected} and is now {now}.");
        }

        if (decision is null)
        {
            return Decision.Already(
                _applications.Count == 0
                    ? "The user is in no group that grants an application."
                    : $"The user is in no group that grants {string.Join(" or ", _applications)}."
            );
        }

        // Undoing a restore deletes the account, so it needs an account that nobody has changed since then.
        if (candidate.Undoes == ExternalAction.RestoreUser && state.User.Status == nameof(UserStatus.Deactivated))
        {
            return Decision.Skip(SkipReason.Drifted, "The account was deactivated after the run restored it.");
        }

        // A recent change may not show yet. Then the request is sent, and the service says whether a change is needed.
        var mayLag = candidate.SentAt is { } sent && _settings.Clock.UtcNow - sent < Lag;
        if (decision.IsNoChange && candidate.WasInFlight && !(mayLag && candidate.Undoes is not null))
        {
            return Decision.Confirmed(action.Done(target));
        }

        if (decision.IsNoChange && !mayLag)
        {
            return Decision.Already(decision.Detail);
        }

        if (_settings.GuardRails.Refuse(action, state, target.Group, _ownAccountId, candidate) is { } refused)
        {
            return Decision.Skip(refused.Reason, refused.Detail!);
        }

        WarnOfHiddenAddress(action, state.User, candidate);
        return decision.Outcome == ActionOutcome.Skipped && !(mayLag && decision.Reason == SkipReason.NotApplicable)
            ? Decision.Skip(decision.Reason, decision.Detail!)
            : Decision.Act with
            {
                IsSoAlready = decision.IsNoChange,
            };
    }

    /// <summary>Warns once, before the first change, that an exemption by e-mail address does not protect users whose address is hidden.</summary>
    private void WarnOfHiddenAddress(UserAction action, ExternalUser user, Candidate candidate)
    {
        if (_hasWarnedOfHiddenAddress || !_settings.GuardRails.MayBeExempt(action, user, candidate.KnownEmail))
        {
            return;
        }

        _hasWarnedOfHiddenAddress = true;
        _settings.Warn(
            $"'{_source.Name}' does not return the e-mail address of {user.Name} ({user.AccountId}), and possibly of other users. "
                + "An exemption by e-mail address does not protect them. Exempt such users by account id."
        );
    }
}

/// <summary>A target and the decision about it.</summary>
internal sealed record PlannedTarget(RunTarget Target, Candidate Candidate, UserAction Action, Decision Decision)
{
    /// <summary>Completes with the result, or with <see langword="null"/> if the target has none.</summary>
    public TaskCompletionSource<ExternalActionResult?> Settled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
