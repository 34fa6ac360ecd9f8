using System.Management.Automation;
using ExternalSources.Commands.Actions;
using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Runs.Safety;
using ExternalSources.Errors;

namespace ExternalSources.Commands.Runs;

/// <summary>Runs a plan that an action wrote.</summary>
/// <remarks>
/// <para>
/// The Invoke-ExternalPlan cmdlet makes the changes in a plan. An action writes a plan with -PlanPath, so that somebody can review the changes first. A
/// plan contains the planned changes and the state of each user at that time. If the state of a user has changed since then, the cmdlet skips the user with
/// the reason Drifted. Exemptions and the other safety rules apply as they are now, not as they were when the plan was written.
/// </para>
/// <para>
/// The cmdlet refuses a plan that was edited, unless you use <see cref="BulkCommand.Force"/>. This check protects against mistakes. It does not protect
/// against a person who can write the file and wants to deceive you.
/// </para>
/// <para>Each command is a run with a log. Resume-ExternalRun continues a run that stopped early, and Undo-ExternalRun reverses a run.</para>
/// <list type="alert">
/// <item>
/// <description>
/// This cmdlet prompts before each change. If nobody can answer, the command fails before the first change. In a script, use -Confirm:$false.
/// </description>
/// </item>
/// <item>
/// <description>
/// The cmdlet processes several users at the same time. If the pipeline stops early, for example because of Ctrl+C or Select-Object -First, the cmdlet
/// starts no further changes but completes those in progress. More users can therefore have changed than the results show. To see all of them, use
/// Get-ExternalRun -Detail.
/// </description>
/// </item>
/// </list>
/// </remarks>
/// <example>
/// <title>Run a plan</title>
/// <code>
/// Invoke-ExternalPlan -Path seats.json
/// </code>
/// <para>This command prompts before each change in the plan seats.json, and then makes the change.</para>
/// </example>
/// <example>
/// <title>Run an approved plan in a script</title>
/// <code>
/// Invoke-ExternalPlan -Path seats.json -Confirm:$false
/// </code>
/// <para>This command makes the changes in the plan without a prompt. It still refuses a plan that was edited.</para>
/// </example>
/// <output cref="ExternalActionResult">
/// This cmdlet returns one result for each change, with the outcome and its reason. With -WhatIf, the outcome of a planned change is WhatIf.
/// </output>
/// <seealso cref="RevokeExternalUserAccessCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
/// <seealso cref="ResumeExternalRunCommand"/>
/// <seealso cref="UndoExternalRunCommand"/>
[Cmdlet(VerbsLifecycle.Invoke, "ExternalPlan", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class InvokeExternalPlanCommand : RunFollowCommand
{
    /// <summary>Specifies the path of the plan. Wildcard characters are not permitted. The cmdlet takes one plan at a time.</summary>
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
                    $"This cmdlet runs one plan at a time. It skipped '{Path}'.",
                    "To run several plans, pipe them through ForEach-Object."
                ).ToRecord(Path)
            );
        }
    }

    /// <summary>Makes the changes in the plan.</summary>
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
                    $"The plan '{file}' was edited after it was written. Nothing was changed.",
                    "Write a new plan. If you know who edited the plan and why, use -Force."
                );
            }
        });
        if (plan.Targets.Count == 0)
        {
            WriteWarning($"The plan '{path}' contains no changes.");
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
                    IsNamedById = target.IsNamedById,
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
