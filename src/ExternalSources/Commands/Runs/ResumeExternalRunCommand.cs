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

/// <summary>Resumes a run that stopped early.</summary>
/// <remarks>
/// <para>
/// The Resume-ExternalRun cmdlet makes the changes that a run did not make: those that it did not attempt and those that failed. It first reads the state
/// of the users that were in progress when the run ended, so it makes no change twice. It continues the log of the run. If the run belongs to a plan, the
/// cmdlet skips users whose state has changed since the plan was written.
/// </para>
/// <para>
/// If the session ended before all piped users arrived, the log does not contain the missing users. Run the original command again for them. For users that
/// already have the requested state, the outcome is NoChange.
/// </para>
/// <para>The cmdlet resumes one run at a time. Two sessions cannot resume the same run at the same time. You cannot resume a run of New-ExternalIssue.</para>
/// <list type="alert">
/// <item>
/// <description>
/// This cmdlet prompts before each change. If nobody can answer, the command fails before the first change. In a script, use -Confirm:$false.
/// </description>
/// </item>
/// </list>
/// </remarks>
/// <example>
/// <title>Resume the latest run</title>
/// <code>
/// Get-ExternalRun -Last 1 | Resume-ExternalRun
/// </code>
/// <para>This command prompts before each change that the latest run did not make, and then makes the change.</para>
/// </example>
/// <example>
/// <title>Preview the remaining changes</title>
/// <code>
/// Resume-ExternalRun -Id 20261124-093000417-1f2e -WhatIf
/// </code>
/// <para>This command shows the changes that the run did not make, and changes nothing.</para>
/// </example>
/// <input cref="string">You can pipe the id of a run, a run, or a result of an action to this cmdlet.</input>
/// <output cref="ExternalActionResult">
/// This cmdlet returns one result for each change, with the outcome and its reason. With -WhatIf, the outcome of a planned change is WhatIf.
/// </output>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="UndoExternalRunCommand"/>
[Cmdlet(VerbsLifecycle.Resume, "ExternalRun", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class ResumeExternalRunCommand : RunFollowCommand
{
    /// <summary>Specifies the id of the run. Wildcard characters are not permitted. To resume several runs, pipe them through ForEach-Object.</summary>
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
