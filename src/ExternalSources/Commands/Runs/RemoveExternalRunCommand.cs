using System;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Commands.Sources;
using ExternalSources.Completion;
using ExternalSources.Core.Runs.Log;

namespace ExternalSources.Commands.Runs;

/// <summary>Removes the logs of runs.</summary>
/// <remarks>
/// <para>Without its log a run can neither be resumed nor taken back. Logs that a session is at work on are not removed.</para>
/// </remarks>
/// <example>
/// <title>Keep a year of logs</title>
/// <code>
/// Remove-ExternalRun -OlderThan 365
/// </code>
/// <para>Asks for each log, and removes those of runs that began more than a year ago. In a runbook add -Confirm:$false.</para>
/// </example>
/// <example>
/// <title>Remove one</title>
/// <code>
/// Remove-ExternalRun -Id 20261124-093000417-1f2e
/// </code>
/// <para>Asks, and removes the log of that run.</para>
/// </example>
/// <seealso cref="GetExternalRunCommand"/>
[Cmdlet(VerbsCommon.Remove, "ExternalRun", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = Age)]
[OutputType(typeof(void))]
public sealed class RemoveExternalRunCommand : SourceCommand
{
    private const string Age = "Age";
    private const string One = "Id";

    /// <summary>The ids of runs.</summary>
    [Parameter(ParameterSetName = One, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [RunArgument]
    [RunIdCompleter]
    public string[] Id { get; set; } = Array.Empty<string>();

    /// <summary>Runs that began longer ago than so many days, or than a time span.</summary>
    [Parameter(ParameterSetName = Age, Mandatory = true)]
    [Days]
    public TimeSpan OlderThan { get; set; }

    /// <summary>Removes the logs.</summary>
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
                // An id begins with the time; a log need not be readable to be old.
                if (RunFolder.StartOf(id) < Session.Now - OlderThan)
                {
                    ForSource(id, () => Remove(folder, id));
                }
            }
        });
    }

    private void Remove(RunFolder folder, string id)
    {
        if (Confirms(id, "Remove the log of the run"))
        {
            folder.Remove(id);
        }
    }
}
