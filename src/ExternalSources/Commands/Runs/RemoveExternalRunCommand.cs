using System;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Commands.Sources;
using ExternalSources.Completion;
using ExternalSources.Core.Runs.Log;

namespace ExternalSources.Commands.Runs;

/// <summary>Deletes the logs of runs.</summary>
/// <remarks>
/// <para>
/// The Remove-ExternalRun cmdlet deletes the logs of runs from this computer. It does not reverse the changes of the runs. Without its log, a run can be
/// neither resumed nor undone. You cannot restore a deleted log. The cmdlet does not delete the log of a run that is in progress.
/// </para>
/// <list type="alert">
/// <item>
/// <description>
/// This cmdlet prompts before it deletes each log. If nobody can answer, the command fails before it deletes anything. In a script, use -Confirm:$false.
/// </description>
/// </item>
/// </list>
/// </remarks>
/// <example>
/// <title>Keep the logs of one year</title>
/// <code>
/// Remove-ExternalRun -OlderThan 365
/// </code>
/// <para>This command prompts for confirmation, and then deletes the logs of runs that started more than 365 days ago.</para>
/// </example>
/// <example>
/// <title>Delete the log of one run</title>
/// <code>
/// Remove-ExternalRun -Id 20261124-093000417-1f2e
/// </code>
/// <para>This command prompts for confirmation, and then deletes the log of the run.</para>
/// </example>
/// <input cref="string">You can pipe ids of runs, runs, and results of actions to this cmdlet.</input>
/// <seealso cref="GetExternalRunCommand"/>
[Cmdlet(VerbsCommon.Remove, "ExternalRun", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = Age)]
[OutputType(typeof(void))]
public sealed class RemoveExternalRunCommand : SourceCommand
{
    private const string Age = "Age";
    private const string One = "Id";

    /// <summary>Specifies the ids of the runs. Wildcard characters are not permitted.</summary>
    [Parameter(ParameterSetName = One, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [RunArgument]
    [RunIdCompleter]
    public string[] Id { get; set; } = Array.Empty<string>();

    /// <summary>Specifies the age of the runs, as a number of days or a time span. The cmdlet deletes the logs of runs that started longer ago.</summary>
    [Parameter(ParameterSetName = Age, Mandatory = true)]
    [Days]
    public TimeSpan OlderThan { get; set; }

    /// <summary>Deletes the logs.</summary>
    protected override void ProcessRecord()
    {
        var folder = new RunFolder(Session.OpenStore().Folder);
        if (ParameterSetName == One)
        {
            foreach (var id in Id)
            {
                ForSource(id, () => Remove(folder, folder.Find(id)));
            }

            return;
        }

        ForSource(null, () =>
        {
            foreach (var id in folder.Ids())
            {
                // The id contains the start time, so an unreadable log can be deleted too.
                if (RunFolder.StartOf(id) < Session.Now - OlderThan)
                {
                    ForSource(id, () => Remove(folder, id));
                }
            }
        });
    }

    private void Remove(RunFolder folder, string id)
    {
        if (Confirms(id, "Delete the log of the run"))
        {
            folder.Remove(id);
        }
    }
}
