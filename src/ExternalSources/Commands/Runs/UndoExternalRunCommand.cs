using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Commands.Actions;
using ExternalSources.Completion;
using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Actions;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Runs.Safety;
using ExternalSources.Core.Users;
using ExternalSources.Errors;

namespace ExternalSources.Commands.Runs;

/// <summary>Takes back what a run did.</summary>
/// <remarks>
/// <para>Memberships, deactivations, suspensions and deletions (within their 14 days) are taken back, each only if the user is still in the state in which the run left them, and once: what another undo of the run has taken back is left as it is now, with a warning. It takes one run at a time: for several, pipe them through ForEach-Object { Undo-ExternalRun $_ }. It is a run of its own, with its own log, and can itself be resumed or taken back.</para>
/// <para>What cannot be taken back is Skipped with the reason NotUndoable: API tokens, removals from a directory or a site, issues, and the deletion of an account that was deactivated before, because cancelling it would reactivate the account. What the run did not change, because it was so already or failed, is left alone.</para>
/// </remarks>
/// <example>
/// <title>Take back the latest run</title>
/// <code>
/// Get-ExternalRun -Last 1 | Undo-ExternalRun
/// </code>
/// <para>Asks, and takes back what it did.</para>
/// </example>
/// <example>
/// <title>See what would be taken back</title>
/// <code>
/// Undo-ExternalRun -Id 20261124-093000417-1f2e -WhatIf
/// </code>
/// <para>Shows it, and what cannot be.</para>
/// </example>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="ResumeExternalRunCommand"/>
[Cmdlet(VerbsCommon.Undo, "ExternalRun", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class UndoExternalRunCommand : RunFollowCommand
{
    /// <summary>The run's id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [RunArgument]
    [RunIdCompleter(typeof(UndoableRunCompleter))]
    public string Id { get; set; } = string.Empty;

    private RunRecord? _record;

    /// <summary>Takes the run.</summary>
    protected override void ProcessRecord()
    {
        if (_record is not null)
        {
            WriteError(
                new InvalidInputException(
                    "Id",
                    $"Only one run at a time can be taken back; '{Id}' was left.",
                    "Pipe the runs through ForEach-Object."
                ).ToRecord(Id)
            );
            return;
        }

        OrEnd(Id, () =>
        {
            var id = Runs.Find(Id);
            // Asked before it is read: what a session did that has just ended counts.
            if (Runs.IsHeld(id))
            {
                throw new RunLogException(
                    RunLogFailure.Busy,
                    id,
                    $"A session is at work on the run {id}.",
                    "Wait until it has ended; Get-ExternalRun shows how it stands."
                );
            }

            _record = Runs.Read(id);
        });
    }

    /// <summary>Takes the run back.</summary>
    protected override void EndProcessing()
    {
        if (_record is not { } record)
        {
            return;
        }

        var uncertain = record.Targets.Count(target => (target.Outcome is null && target.SentAt is not null) || target.Outcome?.IsOpen == true);
        if (uncertain > 0)
        {
            WriteWarning(
                $"What became of {Invariant.Count(uncertain, "target")} is not known, because no answer came. Resume-ExternalRun {record.Header.Id} finds out; then take it back."
            );
        }

        // Who was taken back before may have been changed again since, by somebody else.
        var takenBack = new HashSet<TargetKey>();
        OrEnd(record.Header.Id, () => takenBack = Runs.TakenBack(record.Header.Id));
        if (takenBack.Count > 0)
        {
            WriteWarning(
                $"The run {record.Header.Id} was taken back before, or may have been, for {Invariant.Count(takenBack.Count, "target")}, which {(takenBack.Count == 1 ? "is" : "are")} left as {(takenBack.Count == 1 ? "it is" : "they are")} now. Resume-ExternalRun goes on with an undo that did not come to its end."
            );
        }

        var done = record
            .Targets.Where(target => target.Outcome?.Outcome == ActionOutcome.Succeeded && !takenBack.Contains(TargetKey.Of(record, target.Target)))
            .ToArray();
        foreach (var lasting in done.Where(target => WhyNot(target.Target) is not null))
        {
            WriteObject(ExternalActionResult.Of(null, lasting.Target, ActionOutcome.Skipped, SkipReason.NotUndoable, WhyNot(lasting.Target), Session.Now));
        }

        var undoable = done.Where(target => WhyNot(target.Target) is null).ToArray();
        if (undoable.Length == 0)
        {
            WriteWarning($"The run {record.Header.Id} {(takenBack.Count == 0 ? "did nothing that can" : "has nothing left to")} be taken back.");
            return;
        }

        var before = record.Header.Request;
        var request = before with
        {
            // Each is taken back by its own inverse; an exemption from that of another is none.
            Action = Action(undoable.Select(target => UserActions.Of(target.Target.Action).Inverse!.Value).Distinct().ToArray()),
            Message = null,
            Groups = System.Array.Empty<string>(),
            IncludeAdministrators = before.IncludeAdministrators || IncludeAdministrators,
        };
        var names = Names(record.Header.Sources);
        var command = CommandText.Of(MyInvocation);
        Begin(request, new RunLimits(), () => Runs.Create(NewHeader(request, command, UsedSources, record.Header.Id)));
        foreach (var target in undoable)
        {
            Deliver(
                new Candidate
                {
                    Source = target.Target.Source,
                    AccountId = target.Target.AccountId,
                    KnownEmail = target.Target.KnownEmail,
                    Action = UserActions.Of(target.Target.Action).Inverse,
                    Group = target.Target.Group,
                    Undoes = target.Target.Action,
                    // When it was surely done: it may have been sent long after it was begun.
                    SentAt = target.Outcome!.At,
                },
                names
            );
        }

        Finish();
    }

    private static ExternalAction Action(ExternalAction[] inverses) =>
        inverses.Length > 1 && inverses.All(inverse => inverse is ExternalAction.AddGroupMember or ExternalAction.RemoveGroupMember)
            ? ExternalAction.SyncGroupMember
            : inverses[0];

    private static string? WhyNot(RunTarget target)
    {
        if (target.Action == ExternalAction.NewIssue)
        {
            return "An issue is not taken back; delete it in Jira.";
        }

        if (UserActions.Of(target.Action).Inverse is null)
        {
            return target.Action == ExternalAction.RevokeUserToken ? "Revoked API tokens cannot be given back." : "Who was removed has to be invited again.";
        }

        return target.Action == ExternalAction.RemoveUser && target.Before?.Status == nameof(UserStatus.Deactivated)
            ? "The account was deactivated before it was deleted, and cancelling the deletion would reactivate it: use Restore-ExternalUser, and then Disable-ExternalUser."
            : null;
    }
}
