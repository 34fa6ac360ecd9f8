using System;
using System.Collections.Generic;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Runs.Log;

/// <summary>The first line of a log: who runs which command, when, and where.</summary>
internal sealed record RunHeader
{
    public const int Version = 1;

    public required string Id { get; init; }

    public required RunRequest Request { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string User { get; init; }

    public required string Machine { get; init; }

    /// <summary>The command with its parameters, without secrets and lists of people.</summary>
    public required string Command { get; init; }

    /// <summary>The run that this run undoes.</summary>
    public string? Undoes { get; init; }

    /// <summary>The plan that the run follows.</summary>
    public string? Plan { get; init; }

    /// <summary>The sources that were known when the run began.</summary>
    public IReadOnlyList<SourceReference> Sources { get; init; } = Array.Empty<SourceReference>();
}

/// <summary>A source as a log or a plan records it. Its name may belong to another source later.</summary>
internal sealed record SourceReference(string Name, Guid Id, string Url, string? OrganizationId)
{
    public static SourceReference Of(ExternalSource source) => new(source.Name, source.Id, source.Url.AbsoluteUri, source.OrganizationId);

    /// <summary>Finds the source, even under a new name. A source that was connected again is the same if it has the same address and organization.</summary>
    public ExternalSource? Find(IEnumerable<ExternalSource> sources)
    {
        ExternalSource? anew = null;
        foreach (var source in sources)
        {
            // The source may have another address now. Account ids are the same everywhere, but the users are not.
            if (source.Url.AbsoluteUri != Url || (OrganizationId is not null && source.OrganizationId != OrganizationId))
            {
                continue;
            }

            if (source.Id == Id)
            {
                return source;
            }

            if (source.Name.Equals(Name, StringComparison.OrdinalIgnoreCase))
            {
                anew = source;
            }
        }

        return anew;
    }
}

/// <summary>The status of a run.</summary>
public enum RunStatus
{
    /// <summary>A session is working on the run.</summary>
    Running,

    /// <summary>The run reached its end. Some targets may have failed.</summary>
    Completed,

    /// <summary>The run was stopped, or ended early. It can be resumed.</summary>
    Stopped,

    /// <summary>The session ended during the run, for example in a crash or a power cut. The run can be resumed.</summary>
    Interrupted,
}
