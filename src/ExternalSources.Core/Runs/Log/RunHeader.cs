using System;
using System.Collections.Generic;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Runs.Log;

/// <summary>Who runs what, when and where: the first line of a log.</summary>
internal sealed record RunHeader
{
    public const int Version = 1;

    public required string Id { get; init; }

    public required RunRequest Request { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string User { get; init; }

    public required string Machine { get; init; }

    /// <summary>The command with its parameters, secrets and lists of people left out.</summary>
    public required string Command { get; init; }

    /// <summary>The run that this one takes back.</summary>
    public string? Undoes { get; init; }

    /// <summary>The plan that it follows.</summary>
    public string? Plan { get; init; }

    /// <summary>The sources that were known when the run began.</summary>
    public IReadOnlyList<SourceReference> Sources { get; init; } = Array.Empty<SourceReference>();
}

/// <summary>A source as a log or a plan remembers it: its name may belong to another one later.</summary>
internal sealed record SourceReference(string Name, Guid Id, string Url, string? OrganizationId)
{
    public static SourceReference Of(ExternalSource source) => new(source.Name, source.Id, source.Url.AbsoluteUri, source.OrganizationId);

    /// <summary>The source among these that is meant, whatever it is called by now; one that was connected anew is the same if it leads to the same place.</summary>
    public ExternalSource? Find(IEnumerable<ExternalSource> sources)
    {
        ExternalSource? anew = null;
        foreach (var source in sources)
        {
            // The same source may lead to another place by now: account ids are the same everywhere, and its people are not.
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

/// <summary>How a run stands.</summary>
public enum RunStatus
{
    /// <summary>A session is at work on it.</summary>
    Running,

    /// <summary>It came to its end. Single targets may have failed.</summary>
    Completed,

    /// <summary>It was stopped, or broke off; it can be resumed.</summary>
    Stopped,

    /// <summary>Its session ended without a word: a crash, a kill, a power cut. It can be resumed.</summary>
    Interrupted,
}
