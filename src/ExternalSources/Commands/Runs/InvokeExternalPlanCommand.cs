using System.Management.Automation;
using ExternalSources.Commands.Actions;
using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Runs.Safety;
using ExternalSources.Errors;

namespace ExternalSources.Commands.Runs;

/// <summary>Does what a plan says.</summary>
/// <remarks>
/// <para>A plan is what an action writes with -PlanPath: each user, what would be done, and the state they were in. Somebody can look at it before it is done. A user whose state has changed since is Skipped with the reason Drifted, and the others are dealt with. The guard rails count as they stand now.</para>
/// <para>A plan that was edited is refused, unless -Force is given. That is a protection against mistakes, not against somebody who may write the file and knows how.</para>
/// <para>Several users are worked on at the same time, ahead of what has been written down the pipeline. What ends the pipeline early, such as Select-Object -First or Ctrl+C, stops the run: nothing more is begun then, but what is under way is finished, so more users may have been changed than results were seen. Get-ExternalRun -Detail tells what was done; Resume-ExternalRun does the rest.</para>
/// </remarks>
/// <example>
/// <title>Plan, look, do</title>
/// <code>
/// Invoke-ExternalPlan -Path seats.json
/// </code>
/// <para>Asks for each change, and makes it.</para>
/// </example>
/// <example>
/// <title>In a runbook, after approval</title>
/// <code>
/// Invoke-ExternalPlan -Path seats.json -Confirm:$false
/// </code>
/// <para>Asks nothing, and still refuses a plan that was edited.</para>
/// </example>
/// <seealso cref="RevokeExternalUserAccessCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
[Cmdlet(VerbsLifecycle.Invoke, "ExternalPlan", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class InvokeExternalPlanCommand : RunFollowCommand
{
    /// <summary>The plan's file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    private string? _path;

    /// <summary>Takes the plan.</summary>
    protected override void ProcessRecord()
    {
        if (_path is null)
        {
            _path = Path;
        }
        else
        {
            WriteError(
                new InvalidInputException(
                    "Path",
                    $"Only one plan at a time can be done; '{Path}' was left.",
                    "Pipe the plans through ForEach-Object."
                ).ToRecord(Path)
            );
        }
    }

    /// <summary>Does what the plan says.</summary>
    protected override void EndProcessing()
    {
        if (_path is not { } path)
        {
            return;
        }

        RunPlan plan = null!;
        OrEnd(path, () =>
        {
            var file = GetUnresolvedProviderPathFromPSPath(path);
            plan = PlanFile.Read(file, out var isEdited);
            if (isEdited && !Force)
            {
                throw new RunLogException(
                    RunLogFailure.Edited,
                    file,
                    $"The plan '{file}' was edited since it was written. Nothing was changed.",
                    "Write a new plan; or, if you know who edited it and why, use -Force."
                );
            }
        });
        if (plan.Targets.Count == 0)
        {
            WriteWarning($"The plan '{path}' has nothing to do.");
            return;
        }

        var request = plan.Request with { IncludeAdministrators = plan.Request.IncludeAdministrators || IncludeAdministrators };
        var names = Names(plan.Sources);
        var command = CommandText.Of(MyInvocation);
        Begin(request, new RunLimits(), () => Runs.Create(NewHeader(request, command, UsedSources, plan: path)));
        foreach (var target in plan.Targets)
        {
            Deliver(
                new Candidate
                {
                    Source = target.Source,
                    AccountId = target.AccountId,
                    KnownEmail = target.KnownEmail,
                    Action = target.Action,
                    Group = target.Group,
                    Expected = target.Before,
                },
                names
            );
        }

        Finish();
    }
}
