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

/// <summary>Reverses the changes of a run.</summary>
/// <remarks>
/// <para>
/// The Undo-ExternalRun cmdlet reverses memberships, deactivations, suspensions, and deletions. A deletion can be reversed for 14 days. The cmdlet reverses
/// only changes that the run made, and only if the user still has the state in which the run left them. If an earlier undo has already reversed a change,
/// the cmdlet leaves the user unchanged and writes a warning.
/// </para>
/// <para>
/// The cmdlet skips changes that cannot be reversed, with the reason NotUndoable: revoked API tokens, revoked roles, removals from a directory or a site,
/// issues, and deletions of accounts that were deactivated before. To restore such an account, use Restore-ExternalUser and then Disable-ExternalUser.
/// </para>
/// <para>The cmdlet reverses one run at a time. An undo is itself a run with its own log, and you can resume or undo it.</para>
/// <list type="alert">
/// <item>
/// <description>
/// This cmdlet prompts before each change. If nobody can answer, the command fails before the first change. In a script, use -Confirm:$false.
/// </description>
/// </item>
/// </list>
/// </remarks>
/// <example>
/// <title>Undo the latest run</title>
/// <code>
/// Get-ExternalRun -Last 1 | Undo-ExternalRun
/// </code>
/// <para>This command prompts before it reverses each change of the latest run.</para>
/// </example>
/// <example>
/// <title>Preview an undo</title>
/// <code>
/// Undo-ExternalRun -Id 20261124-093000417-1f2e -WhatIf
/// </code>
/// <para>This command shows which changes of the run it would reverse and which cannot be reversed. It changes nothing.</para>
/// </example>
/// <input cref="string">You can pipe the id of a run, a run, or a result of an action to this cmdlet.</input>
/// <output cref="ExternalActionResult">
/// This cmdlet returns one result for each change, with the outcome and its reason. With -WhatIf, the outcome of a planned change is WhatIf.
/// </output>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="ResumeExternalRunCommand"/>
[Cmdlet(VerbsCommon.Undo, "ExternalRun", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class UndoExternalRunCommand : RunFollowCommand
{
    /// <summary>Specifies the id of the run. Wildcard characters are not permitted. To undo several runs, pipe them through ForEach-Object.</summary>
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
                    $"This cmdlet undoes one run at a time. It skipped '{Id}'.",
                    "To undo several runs, pipe them through ForEach-Object."
                ).ToRecord(Id)
            );
            return;
        }

        OrEnd(Id, () =>
        {
            var id = Runs.Find(Id);
            // The check comes before the read, so that the changes of a session that has just ended count.
            if (Runs.IsHeld(id))
            {
                throw new RunLogException(
                    RunLogFailure.Busy,
                    id,
                    $"The run {id} is in progress in another session.",
                    "Wait until the run ends. To see its status, use Get-ExternalRun."
                );
            }

            _record = Runs.Read(id);
        });
    }

    /// <summary>Reverses the changes of the run.</summary>
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
                $"The outcome of {Invariant.Count(uncertain, "change")} is unknown, because no response arrived. "
                    + $"To find out the outcome, use Resume-ExternalRun {record.Header.Id}, and then undo the run again."
            );
        }

        // After an earlier undo, another person may have changed the user again.
        var takenBack = new HashSet<TargetKey>();
        OrEnd(record.Header.Id, () => takenBack = Runs.TakenBack(record.Header.Id));
        if (takenBack.Count > 0)
        {
            WriteWarning(
                $"An earlier undo of the run {record.Header.Id} reversed, or may have reversed, {Invariant.Count(takenBack.Count, "change")}. "
                    + $"This command does not reverse {(takenBack.Count == 1 ? "it" : "them")} again. "
                    + "If the earlier undo stopped early, resume it with Resume-ExternalRun."
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
            WriteWarning(
                takenBack.Count == 0
                    ? $"The run {record.Header.Id} made no change that can be undone."
                    : $"The run {record.Header.Id} has no more changes to undo."
            );
            return;
        }

        var before = record.Header.Request;
        var request = before with
        {
            // Each change has its own inverse, and an exemption must apply only to that inverse.
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
                    // The run changed the account, so the undo may change it back, whatever its type is now.
                    IsNamedById = true,
                    Action = UserActions.Of(target.Target.Action).Inverse,
                    Group = target.Target.Group,
                    Undoes = target.Target.Action,
                    // The change was certainly done by then, even if it was sent long after its start.
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
            return "An issue cannot be undone. Delete it in Jira.";
        }

        if (UserActions.Of(target.Action).Inverse is null)
        {
            return target.Action switch
            {
                ExternalAction.RevokeUserToken => "Revoked API tokens cannot be restored.",
                ExternalAction.RevokeUserRole => "Roles that were held without a group are not granted again. Grant them at admin.atlassian.com: "
                    + string.Join(", ", target.Before?.Roles ?? System.Array.Empty<string>())
                    + ".",
                _ => "A removed user needs a new invitation to return.",
            };
        }

        return target.Action == ExternalAction.RemoveUser && target.Before?.Status == nameof(UserStatus.Deactivated)
            ? "The account was deactivated before it was deleted, and an undo would reactivate it. "
                + "To restore the account, use Restore-ExternalUser, and then Disable-ExternalUser."
            : null;
    }
}
