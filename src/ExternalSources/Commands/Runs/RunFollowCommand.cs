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

/// <summary>The base of the cmdlets that follow a log or a plan.</summary>
public abstract class RunFollowCommand : BulkCommand
{
    private protected RunFollowCommand() { }

    /// <summary>
    /// Indicates that the cmdlet also acts on administrators of the organization or the site. Without this parameter, the setting of the earlier command
    /// applies.
    /// </summary>
    /// <value>The setting of the earlier command</value>
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

    /// <summary>The current name of each source in the log or plan, by its name there. Missing sources are errors.</summary>
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
                        $"The source '{source.Name}' now connects to a different organization or site than before. Its users are skipped.",
                        $"Connect {source.Url} again under the name '{source.Name}'."
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

    /// <summary>Delivers a user under the current name of the source. If the source is missing or different, the user is skipped.</summary>
    private protected void Deliver(Candidate candidate, IReadOnlyDictionary<string, string> names)
    {
        if (names.TryGetValue(candidate.Source, out var name))
        {
            Deliver(candidate with { Source = name });
        }
        else
        {
            WriteSkipped(
                candidate,
                SkipReason.NotAttempted,
                $"The source '{candidate.Source}' no longer exists, or it connects to a different organization or site."
            );
        }
    }
}
