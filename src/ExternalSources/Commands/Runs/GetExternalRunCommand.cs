using System;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Commands.Sources;
using ExternalSources.Completion;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;

namespace ExternalSources.Commands.Runs;

/// <summary>Gets the runs of bulk actions, or the result for each user.</summary>
/// <remarks>
/// <para>
/// The Get-ExternalRun cmdlet gets the runs that are recorded on this computer, the latest first. Each command that changes users or files issues is a run.
/// Its log records who ran which command and when, the state of each user before the change, the requests, and the outcomes. Logs contain names and e-mail
/// addresses, but no keys. Commands with -WhatIf or -PlanPath leave no log.
/// </para>
/// <para>
/// The cmdlet reads only local files and sends no requests. If the status of a run is Stopped or Interrupted, you can continue it with Resume-ExternalRun.
/// </para>
/// <list type="alert">
/// <item><description>Logs are in the folder runs, beside the file of the sources. To delete them, use Remove-ExternalRun.</description></item>
/// <item>
/// <description>ConvertTo-Json writes actions, outcomes, and reasons as numbers. To write their names, use ConvertTo-Json -EnumsAsStrings.</description>
/// </item>
/// </list>
/// </remarks>
/// <example>
/// <title>Get the five latest runs</title>
/// <code>
/// Get-ExternalRun -Last 5
/// </code>
/// <para>This command gets the five latest runs, with their status and the number of results for each outcome.</para>
/// </example>
/// <example>
/// <title>Find out which users failed in the latest run</title>
/// <code>
/// Get-ExternalRun -Last 1 -Detail | Where-Object Outcome -eq Failed
/// </code>
/// <para>This command gets the results of the latest run, and selects the failures. The property Detail of each result contains the reason.</para>
/// </example>
/// <example>
/// <title>Get the runs of the last seven days that had failures</title>
/// <code>
/// Get-ExternalRun -Since (Get-Date).AddDays(-7) -Failed
/// </code>
/// <para>This command gets the runs of the last seven days in which a user failed, and the runs that stopped early.</para>
/// </example>
/// <input cref="string">You can pipe ids of runs, runs, and results of actions to this cmdlet.</input>
/// <output cref="ExternalRun">By default, this cmdlet returns one object for each run.</output>
/// <output cref="ExternalActionResult">With -Detail, this cmdlet returns one result for each change of the run.</output>
/// <seealso cref="ResumeExternalRunCommand"/>
/// <seealso cref="UndoExternalRunCommand"/>
/// <seealso cref="RemoveExternalRunCommand"/>
[Cmdlet(VerbsCommon.Get, "ExternalRun")]
[OutputType(typeof(ExternalRun), typeof(ExternalActionResult))]
public sealed class GetExternalRunCommand : SourceCommand
{
    /// <summary>Specifies the ids of the runs. Wildcard characters are not permitted. Without this parameter, the cmdlet gets all runs.</summary>
    /// <value>All runs</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [RunArgument]
    [RunIdCompleter]
    public string[] Id { get; set; } = Array.Empty<string>();

    /// <summary>Specifies the maximum number of runs to get. The cmdlet gets the latest runs that match the other parameters.</summary>
    /// <value>No limit</value>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Last { get; set; } = int.MaxValue;

    /// <summary>
    /// Specifies the sources that the runs changed, by name or as objects. Wildcard characters are permitted. Without this parameter, the cmdlet gets the
    /// runs on all sources.
    /// </summary>
    /// <value>All sources</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [SourceArgument]
    [SourceNameCompleter]
    public string[] Source { get; set; } = Array.Empty<string>();

    /// <summary>Specifies the earliest start of the runs, as a date or a date and time.</summary>
    [Parameter]
    [ValidateNotNull]
    [DateArgument]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Indicates that the cmdlet gets only runs in which a user failed, and runs that stopped early.</summary>
    [Parameter]
    public SwitchParameter Failed { get; set; }

    /// <summary>Indicates that the cmdlet returns the result for each change instead of the runs.</summary>
    [Parameter]
    public SwitchParameter Detail { get; set; }

    /// <summary>Writes the runs, or their results.</summary>
    protected override void ProcessRecord()
    {
        var folder = new RunFolder(Session.OpenStore().Folder);
        var written = 0;
        ForSource(null, () =>
        {
            foreach (var id in Id.Length > 0 ? Id : folder.Ids())
            {
                if (written == Last || Stopping)
                {
                    return;
                }

                ForSource(id, () => written += Write(folder, folder.Find(id)) ? 1 : 0);
            }
        });
    }

    private bool Write(RunFolder folder, string id)
    {
        var run = RunSummary.Read(folder, id);
        if (run.StartedAt < Since || (Failed && run.Failed == 0 && run.Status is RunStatus.Completed or RunStatus.Running))
        {
            return false;
        }

        if (
            Source.Length > 0
            && !Source.Any(name =>
                new WildcardPattern(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant) is var pattern
                && run.Source.Any(source => pattern.IsMatch(source))
            )
        )
        {
            return false;
        }

        if (!Detail)
        {
            WriteObject(run);
            return true;
        }

        var record = folder.Read(id);
        foreach (var target in record.Targets)
        {
            WriteObject(record.ResultOf(target));
        }

        return true;
    }
}
