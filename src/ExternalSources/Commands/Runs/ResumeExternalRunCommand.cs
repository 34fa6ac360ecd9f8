using System.Linq;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Completion;
using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Actions;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Runs.Safety;
using ExternalSources.Core.Users;
using ExternalSources.Errors;
using ExternalSources.Session;

namespace ExternalSources.Commands.Runs;

/// <summary>Carries on with a run that was stopped, broke off, or lost its session.</summary>
/// <remarks>
/// <para>Does what was not done: whoever had not had their turn, and whoever failed; it asks for each, as the actions do. Of a plan, those whose state has changed since are skipped. What was under way when the run ended is read back first, so nothing is done twice. It goes on in the same log. Two sessions cannot carry on with one run at the same time.</para>
/// <para>Users who had not come down the pipeline yet when the session died are not in the log: run the command itself again for them. What is so already is NoChange.</para>
/// </remarks>
/// <example>
/// <title>Carry on with the latest run</title>
/// <code>
/// Get-ExternalRun -Last 1 | Resume-ExternalRun
/// </code>
/// <para>Does what it had not done.</para>
/// </example>
/// <example>
/// <title>See what is left</title>
/// <code>
/// Resume-ExternalRun -Id 20261124-093000417-1f2e -WhatIf
/// </code>
/// <para>Shows what would be done.</para>
/// </example>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="UndoExternalRunCommand"/>
[Cmdlet(VerbsLifecycle.Resume, "ExternalRun", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class ResumeExternalRunCommand : RunFollowCommand
{
    /// <summary>The run's id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [RunArgument]
    [RunIdCompleter(typeof(ResumableRunCompleter))]
    public string Id { get; set; } = string.Empty;

    private string? _id;

    /// <summary>Takes the run.</summary>
    protected override void ProcessRecord()
    {
        if (_id is null)
        {
            OrEnd(Id, () => _id = Runs.Find(Id));
        }
        else
        {
            WriteError(
                new InvalidInputException("Id", $"Only one run at a time can be resumed; '{Id}' was left.", "Pipe the runs through ForEach-Object.").ToRecord(
                    Id
                )
            );
        }
    }

    /// <summary>Carries on with the run.</summary>
    protected override void EndProcessing()
    {
        if (_id is not { } id)
        {
            return;
        }

        RunLog? log = null;
        try
        {
            RunRecord record = null!;
            OrEnd(id, () =>
            {
                // The right to work on it comes first: what is read then nobody else changes any more.
                if (!IsWhatIf)
                {
                    log = Runs.Continue(id);
                }

                record = Runs.Read(id);
                if (record.Header.Request.Action == ExternalAction.NewIssue)
                {
                    throw new InvalidInputException(
                        "Id",
                        "Filing issues cannot be resumed, because an issue might be filed twice.",
                        $"Get-ExternalRun {id} -Detail shows which were filed; run New-ExternalIssue for the others."
                    );
                }
            });
            if (!record.Open.Any())
            {
                // A session that died at the very end left the run without one.
                if (record.Ended is null && log is not null)
                {
                    OrEnd(id, () =>
                    {
                        // Its last line may be half a line, which only a session that goes on may write after.
                        log.Resumed(CurrentUser.Name, System.Environment.MachineName, Session.Now);
                        log.Footer(
                            RunStatus.Completed,
                            null,
                            record.SettledCounts(),
                            record.Targets.Count,
                            record.Targets.Select(target => target.Target.Source).Distinct(System.StringComparer.OrdinalIgnoreCase),
                            Session.Now
                        );
                    });
                }

                WriteWarning($"The run {id} has nothing left to do.");
                return;
            }

            var names = Names(record.Header.Sources);
            var request = record.Header.Request;
            var opened = log;
            Begin(
                request with
                {
                    IncludeAdministrators = request.IncludeAdministrators || IncludeAdministrators,
                },
                new RunLimits(),
                () =>
                {
                    log = null;
                    opened!.Resumed(CurrentUser.Name, System.Environment.MachineName, Session.Now);
                    return opened;
                },
                record
            );
            foreach (var open in record.Open)
            {
                Deliver(
                    new Candidate
                    {
                        Source = open.Target.Source,
                        AccountId = open.Target.AccountId,
                        Email = open.Target.AccountId is null ? open.Target.Email : null,
                        KnownEmail = open.Target.KnownEmail,
                        Action = open.Target.Action,
                        Group = open.Target.Group,
                        Number = open.Target.Number,
                        Noted = open.Target.Before,
                        // What failed before anything was sent was not found as it was named.
                        IsUnseen = open.Target.Before is null || (open.SentAt is null && open.Outcome is not null),
                        // A plan holds for the state that somebody looked at, also when it is carried on with later.
                        Expected = record.Header.Plan is not null ? open.Target.Before : null,
                        Undoes = record.Header.Undoes is null ? null : UserActions.Of(open.Target.Action).Inverse,
                        // What is taken back was changed before this run began.
                        SentAt = open.SentAt ?? (record.Header.Undoes is null ? null : record.Header.At),
                        // What was refused and is so now is somebody else's doing, and not this run's to take back.
                        WasInFlight = open.SentAt is not null && (open.Outcome is null || open.Outcome.IsOpen),
                    },
                    names
                );
            }

            Finish();
        }
        finally
        {
            log?.Dispose();
        }
    }
}
