using System;
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

/// <summary>Finds out, for many users of a source at once, what is to be done to each, and what speaks against it.</summary>
internal sealed class TargetPlanner
{
    /// <summary>https://developer.atlassian.com/cloud/admin/organization/rest/: changes show within 30 seconds. Until then what is read may be what was.</summary>
    public static readonly TimeSpan Lag = TimeSpan.FromSeconds(35);

    private const string WhoIsMeant =
        "Check the account id or the address: actions take nothing else. Get-ExternalUser finds users by their names, too, and they can be piped on.";

    private readonly ExternalSource _source;
    private readonly ISourceConnector _connector;
    private readonly RunSettings _settings;
    private readonly RunRecorder _recorder;
    private readonly UserAction _action;
    private IReadOnlyList<ExternalGroup> _groups = Array.Empty<ExternalGroup>();
    private string? _ownAccountId;
    private bool _toldOfHidden;

    public TargetPlanner(ExternalSource source, ISourceConnector connector, RunSettings settings, RunRecorder recorder)
    {
        _source = source;
        _connector = connector;
        _settings = settings;
        _recorder = recorder;
        _action = UserActions.Of(settings.Request.Action, source.Type);
    }

    /// <summary>What the action needs beside its targets.</summary>
    public ActionContext Context { get; private set; } = null!;

    /// <summary>Finds the groups and the directory that were named, and whose credentials are used.</summary>
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
            _groups = await _connector
                .Get<IAccessRevoker>()
                .GrantingGroupsAsync(request.Applications, Array.Empty<UserState>(), cancellationToken)
                .ConfigureAwait(false);
        }

        var directory = _action.IsAboutDirectory
            ? await _connector.Get<IDirectoryAccess>().FindDirectoryAsync(request.Directory, cancellationToken).ConfigureAwait(false)
            : null;
        Context = new ActionContext(request, directory?.Id);
    }

    /// <summary>The user as they are after something was sent about them.</summary>
    public Task<UserLookup> ReadBackAsync(RunTarget target, CancellationToken cancellationToken) =>
        _connector
            .Get<IUserStates>()
            .ReadBackAsync(
                new UserKey(target.AccountId, null),
                Needs(target.Group is { } group ? new[] { group } : Array.Empty<ExternalGroup>()) with
                {
                    Administrators = false,
                },
                cancellationToken
            );

    public async Task<IReadOnlyList<PlannedTarget>> PlanAsync(IReadOnlyList<Candidate> candidates, CancellationToken cancellationToken)
    {
        // Of groups that were noted without what they grant only the users' own lists can tell anything.
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
            .ReadStatesAsync(candidates.Select(candidate => new UserKey(candidate.AccountId, candidate.Email)).ToArray(), Needs(groups), cancellationToken)
            .ConfigureAwait(false);
        var granting =
            _action.Kind == ExternalAction.RevokeUserAccess
                ? await _connector
                    .Get<IAccessRevoker>()
                    .GrantingGroupsAsync(
                        _settings.Request.Applications,
                        lookups.Select(lookup => lookup.State).OfType<UserState>().ToArray(),
                        cancellationToken
                    )
                    .ConfigureAwait(false)
                : _groups;
        var planned = candidates.Zip(lookups, (candidate, lookup) => Targets(candidate, lookup, granting)).SelectMany(targets => targets).ToArray();
        _recorder.Accept(
            planned.Select(one => one.Target).ToArray(),
            planned.Where(IsUnlogged).Select(one => one.Target).ToArray(),
            planned.Count(one => one.Candidate.Number is null)
        );
        return planned;
    }

    /// <summary>Whether the log does not have a target as it is known now: what is taken back later is what was when it was done.</summary>
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
            Administrators = !_settings.Request.IncludeAdministrators,
            MaxConcurrency = _settings.ThrottleLimit,
        };

    private PlannedTarget[] Targets(Candidate candidate, UserLookup lookup, IReadOnlyList<ExternalGroup> groups)
    {
        if (!_action.IsAboutGroups)
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
        return own.Length > 0 ? own.Select((group, i) => PlanAccess(Nth(candidate, i), lookup, group)).ToArray() : new[] { Plan(candidate, lookup, null) };
    }

    /// <summary>A group of which nobody knows what it grants is a failure for whoever is in it: access that may be left must not look like none.</summary>
    private PlannedTarget PlanAccess(Candidate candidate, UserLookup lookup, ExternalGroup group)
    {
        var planned = Plan(candidate, lookup, group);
        return planned.Target.IsUnknown && planned.Decision.Outcome is null
            ? planned with
            {
                Decision = Decision.Fail(
                    $"'{_source.Name}' does not tell what the group '{group.Name}' grants, so access may be left.",
                    "Run it again later; if it stays so, look at the group at admin.atlassian.com."
                ),
            }
            : planned;
    }

    /// <summary>The same for a group that a log or a plan has noted like that, as it is now.</summary>
    private PlannedTarget PlanUnknownGrants(Candidate candidate, UserLookup lookup, ExternalGroup noted, IReadOnlyList<ExternalGroup> granting)
    {
        if (granting.FirstOrDefault(group => group.Id == noted.Id) is not { } group)
        {
            var planned = Plan(candidate, lookup, noted);
            return planned.Decision.Outcome is null
                ? planned with
                {
                    Decision = new Decision(
                        ActionOutcome.NoChange,
                        SkipReason.None,
                        $"'{noted.Name}' grants {(_settings.Request.Applications.Count == 0 ? "no application" : $"none of {string.Join(", ", _settings.Request.Applications)}")}."
                    ),
                }
                : planned;
        }

        var told = PlanAccess(candidate, lookup, group);
        // Whoever looked at the plan did not see that the group would be left.
        return candidate.Expected is not null && told.Decision.Outcome is null
            ? told with
            {
                Decision = Decision.Skip(SkipReason.Drifted, $"What '{group.Name}' grants was not told when it was planned, and is now: make a new plan."),
            }
            : told;
    }

    /// <summary>A user who was only noted before has one number, and may turn out to be several targets.</summary>
    private static Candidate Nth(Candidate candidate, int position) => position == 0 ? candidate : candidate with { Number = null };

    private PlannedTarget Plan(Candidate candidate, UserLookup lookup, ExternalGroup? group)
    {
        var action = candidate.Action is { } own ? UserActions.Of(own, _source.Type) : _action;
        var user = lookup.State?.User;
        var now = lookup.State is { } state ? new TargetState(state.User.Status, group is null ? null : state.GroupIds.Contains(group.Id)) : null;
        var target = new RunTarget
        {
            Number = candidate.Number ?? _recorder.NextNumber(),
            Action = action.Kind,
            Source = _source.Name,
            AccountId = user?.AccountId ?? candidate.AccountId,
            Name = user?.Name,
            Email = user?.Email ?? candidate.Email,
            KnownEmail = candidate.AccountId is not null && candidate.KnownEmail != user?.Email ? candidate.KnownEmail : null,
            Group = group,
            // What was agreed on stays what a run that goes on holds people against.
            Before = candidate.Expected ?? now,
        };
        return new PlannedTarget(target, candidate, action, Decide(action, candidate, lookup, target, now));
    }

    private Decision Decide(UserAction action, Candidate candidate, UserLookup lookup, RunTarget target, TargetState? now)
    {
        if (lookup.State is not { } state)
        {
            // Who is not there may have been taken away, or never have been: an id that is none must not look like something done.
            if (
                lookup.IsUnknown
                || !action.EndsInAbsence
                || candidate.AccountId is null
                || (candidate.SentAt is null && candidate.Expected is null && (candidate.Number is null || candidate.IsUnseen))
            )
            {
                return Decision.Fail(lookup.Problem, lookup.IsUnknown ? "Run it again later; if it stays so, report it to Atlassian's support." : WhoIsMeant);
            }

            return candidate.WasInFlight ? Decision.Confirmed(action.Done(target)) : Decision.Already("Not there any more.");
        }

        if (candidate.Contradiction(state.User) is { } contradiction)
        {
            return Decision.Fail(contradiction, WhoIsMeant);
        }

        if (!_recorder.IsFirst(_source.Name, state.User.AccountId, target.Group?.Id))
        {
            return Decision.Skip(SkipReason.Duplicate, "Given before in this run.");
        }
        // Nobody has to look at the groups of somebody who is in none that it is about.
        var decision = _action.IsAboutGroups && target.Group is null ? null : action.Decide(state, target.Group);
        if (candidate.Expected is { } expected && expected != now && !(candidate.SentAt is not null && decision?.IsNoChange == true))
        {
            return Decision.Skip(SkipReason.Drifted, $"Was {expected} when it was planned, and is {now} now.");
        }

        if (decision is null)
        {
            return new Decision(
                ActionOutcome.NoChange,
                SkipReason.None,
                _settings.Request.Applications.Count == 0
                    ? "In no group that grants an application."
                    : $"In no group that grants {string.Join(" or ", _settings.Request.Applications)}."
            );
        }

        // Taking back that an account was restored means to delete it: only one that nobody has touched since.
        if (candidate.Undoes == ExternalAction.RestoreUser && state.User.Status == nameof(UserStatus.Deactivated))
        {
            return Decision.Skip(SkipReason.Drifted, "The account was restored by the run, and somebody has deactivated it since.");
        }

        // What was changed a moment ago may not show yet: then it is sent all the same, and the service says whether it was so already.
        var mayLag = candidate.SentAt is { } sent && _settings.Clock.UtcNow - sent < Lag;
        if (decision.IsNoChange && candidate.WasInFlight && !(mayLag && candidate.Undoes is not null))
        {
            return Decision.Confirmed(action.Done(target));
        }

        if (decision.IsNoChange && !mayLag)
        {
            return Decision.Already(decision.Detail);
        }

        if (_settings.GuardRails.Refuse(action, state, target.Group, _ownAccountId, candidate.KnownEmail) is { } refused)
        {
            return Decision.Skip(refused.Reason, refused.Detail!);
        }

        NoticeHiddenAddress(action, state.User, candidate);
        return decision.Outcome == ActionOutcome.Skipped && !(mayLag && decision.Reason == SkipReason.NotApplicable)
            ? Decision.Skip(decision.Reason, decision.Detail!)
            : Decision.Act with
            {
                IsSoAlready = decision.IsNoChange,
            };
    }

    /// <summary>Says once, before the first of them is changed, that an exemption by address holds for nobody whose address is hidden.</summary>
    private void NoticeHiddenAddress(UserAction action, ExternalUser user, Candidate candidate)
    {
        if (_toldOfHidden || !_settings.GuardRails.MayBeExempt(action, user, candidate.KnownEmail))
        {
            return;
        }

        _toldOfHidden = true;
        _settings.Warn(
            $"'{_source.Name}' does not tell the address of {user.Name} ({user.AccountId}), and perhaps not of others: whether an exemption by address is theirs nobody knows, and they are not skipped for it. Exempt such users by account id."
        );
    }
}
