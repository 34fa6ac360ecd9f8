using System;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Commands.Sources;
using ExternalSources.Completion;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;

namespace ExternalSources.Commands.Runs;

/// <summary>Lists the runs of bulk actions, or shows what became of each user.</summary>
/// <remarks>
/// <para>Every command that changes users is a run, and leaves a log in the folder runs beside the list of sources: who ran what and when, each user's state before, what was sent, and what came of it. There is nothing secret in it. Runs with -WhatIf leave none.</para>
/// <para>Outcomes, reasons and actions are enumerations: in JSON they are numbers, unless ConvertTo-Json -EnumsAsStrings writes their names.</para>
/// <para>A run that is Stopped or Interrupted can be carried on with Resume-ExternalRun.</para>
/// </remarks>
/// <example>
/// <title>The last five runs</title>
/// <code>
/// Get-ExternalRun -Last 5
/// </code>
/// <para>Lists them, the latest first, with their counts.</para>
/// </example>
/// <example>
/// <title>Who failed, and why</title>
/// <code>
/// Get-ExternalRun -Last 1 -Detail | Where-Object Outcome -eq Failed
/// </code>
/// <para>Gives the result objects of the latest run back, and selects the failures.</para>
/// </example>
/// <example>
/// <title>Runs of the last week in which somebody failed</title>
/// <code>
/// Get-ExternalRun -Since (Get-Date).AddDays(-7) -Failed
/// </code>
/// <para>Lists them.</para>
/// </example>
/// <seealso cref="ResumeExternalRunCommand"/>
/// <seealso cref="UndoExternalRunCommand"/>
/// <seealso cref="RemoveExternalRunCommand"/>
[Cmdlet(VerbsCommon.Get, "ExternalRun")]
[OutputType(typeof(ExternalRun), typeof(ExternalActionResult))]
public sealed class GetExternalRunCommand : SourceCommand
{
    /// <summary>The ids of runs.</summary>
    /// <value>All runs</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [RunArgument]
    [RunIdCompleter]
    public string[] Id { get; set; } = Array.Empty<string>();

    /// <summary>Only so many runs: the latest.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Last { get; set; } = int.MaxValue;

    /// <summary>Only runs on these sources. Wildcards are permitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [SourceArgument]
    [SourceNameCompleter]
    public string[] Source { get; set; } = Array.Empty<string>();

    /// <summary>Only runs that began at or after this date.</summary>
    [Parameter]
    [ValidateNotNull]
    [DateArgument]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only runs in which somebody failed, or that did not come to their end.</summary>
    [Parameter]
    public SwitchParameter Failed { get; set; }

    /// <summary>Writes what became of each user, instead of the runs.</summary>
    [Parameter]
    public SwitchParameter Detail { get; set; }

    /// <summary>Writes the runs.</summary>
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
