using System;
using System.Collections.Generic;
using System.Management.Automation;
using ExternalSources.Commands.Actions;
using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Sources;
using ExternalSources.Errors;
using ExternalSources.Session;

namespace ExternalSources.Commands.Runs;

/// <summary>What the cmdlets share that follow something written down before: a run's log, or a plan.</summary>
public abstract class RunFollowCommand : BulkCommand
{
    private protected RunFollowCommand() { }

    /// <summary>Acts on administrators of the organization or the site, too.</summary>
    /// <value>As the command before had it</value>
    [Parameter]
    public SwitchParameter IncludeAdministrators { get; set; }

    private protected RunHeader NewHeader(
        RunRequest request,
        string command,
        IReadOnlyList<SourceReference> sources,
        string? undoes = null,
        string? plan = null
    ) =>
        new()
        {
            Id = RunFolder.NewId(Session.Now),
            Request = request,
            At = Session.Now,
            User = CurrentUser.Name,
            Machine = Environment.MachineName,
            Command = command,
            Sources = sources,
            Undoes = undoes,
            Plan = plan,
        };

    /// <summary>What each source that was written down is called by now.</summary>
    private protected IReadOnlyDictionary<string, string> Names(IEnumerable<SourceReference> sources)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var source in sources)
        {
            if (source.Find(OpenRepository().All) is { } found)
            {
                names[source.Name] = found.Name;
            }
            else if (OpenRepository().Find(source.Name) is not null)
            {
                WriteError(
                    new InvalidInputException(
                        "Source",
                        $"The source '{source.Name}' leads to another place than it did then, so nothing is done there.",
                        $"Connect {source.Url} under this name again."
                    ).ToRecord(source.Name)
                );
            }
            else
            {
                WriteError(new SourceNotFoundException(source.Name).ToRecord(source.Name));
            }
        }

        return names;
    }

    /// <summary>Delivers a user of a source as it is called by now; where it is not certain which one it was, nothing is done.</summary>
    private protected void Deliver(Candidate candidate, IReadOnlyDictionary<string, string> names)
    {
        if (names.TryGetValue(candidate.Source, out var name))
        {
            Deliver(candidate with { Source = name });
        }
        else
        {
            WriteSkipped(candidate, SkipReason.NotAttempted, $"The source '{candidate.Source}' is not connected any more, or leads to another place.");
        }
    }
}
