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
                new InvalidInputException(
                    "Id",
                    $"This cmdlet resumes one run at a time. It skipped '{Id}'.",
                    "To resume several runs, pipe them through ForEach-Object."
                ).ToRecord(Id)
            );
        }
    }

    /// <summary>Resumes the run.</summary>
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
                // The lock comes before the read, so that no other session changes the log in between.
                if (!IsWhatIf)
                {
                    log = Runs.Continue(id);
                }

                record = Runs.Read(id);
                if (record.Header.Request.Action == ExternalAction.NewIssue)
                {
                    throw new InvalidInputException(
                        "Id",
                        "A run of New-ExternalIssue cannot be resumed, because an issue could be filed twice.",
                        $"To see which issues were filed, use Get-ExternalRun {id} -Detail. To file the others, use New-ExternalIssue."
                    );
                }
            });
            if (!record.Open.Any())
            {
                // A session that crashed after the last change left no footer in the log.
                if (record.Ended is null && log is not null)
                {
                    OrEnd(id, () =>
                    {
                        // The last line may be incomplete, and only a resumed log starts a new line after it.
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

                WriteWarning($"The run {id} is complete. There is nothing to resume.");
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
                        IsNamedById = open.Target.IsNamedById,
                        Action = open.Target.Action,
                        Group = open.Target.Group,
                        Number = open.Target.Number,
                        Noted = open.Target.Before,
                        // A target that failed before its request was not found under its given name.
                        IsUnseen = open.Target.Before is null || (open.SentAt is null && open.Outcome is not null),
                        // A plan applies only to the state that was reviewed, even if the run is resumed later.
                        Expected = record.Header.Plan is not null ? open.Target.Before : null,
                        Undoes = record.Header.Undoes is null ? null : UserActions.Of(open.Target.Action).Inverse,
                        // An undo reverses changes that were made before its own run started.
                        SentAt = open.SentAt ?? (record.Header.Undoes is null ? null : record.Header.At),
                        // If the service refused the change and it is there now, another person made it, so this run must not undo it.
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
