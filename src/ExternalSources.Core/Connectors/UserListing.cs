using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors;

/// <summary>How to read a list of users, and what receives the users.</summary>
internal sealed record UserListing
{
    /// <summary>Receives the matching users, page by page. The task completes when the next page can be written.</summary>
    public required Func<IReadOnlyList<ExternalUser>, Task> WriteAsync { get; init; }

    /// <summary>Receives the number of rows in the list, if the service returns it. If it is <see langword="null"/>, nobody asks for the number.</summary>
    public Action<int>? Expect { get; init; }

    /// <summary>Receives the number of rows on each page, whether they match or not.</summary>
    public Action<int> Count { get; init; } = static _ => { };

    /// <summary>Collects the users whose activity is unknown, from all lists of the source.</summary>
    public UnknownActivity UnknownActivity { get; init; } = new(static _ => { });

    /// <summary>Receives each group of the filter that does not exist. If it is <see langword="null"/>, a missing group is an error.</summary>
    public Action<GroupNotFoundException>? NoGroup { get; init; }

    /// <summary>Decides for each group whether its members are read. A caller with several lists excludes groups that another list covers.</summary>
    public Func<ExternalGroup, bool> WantsGroup { get; init; } = static _ => true;

    /// <summary>Receives notes that are worth a line in the verbose stream.</summary>
    public Action<string> Note { get; init; } = static _ => { };

    /// <summary>Receives warnings.</summary>
    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>Called if the source cannot read some records. A user who is missing in the list may exist then.</summary>
    public Action Unreadable { get; init; } = static () => { };

    /// <summary>Whether a record that the service cannot read is an error instead of a warning.</summary>
    public bool MustBeWhole { get; init; }

    /// <summary>Whether the caller needs the activity even without a filter by activity. Unavailable activity is an error then.</summary>
    public bool ForActivity { get; init; }

    /// <summary>Warns of records that the service could not read. If the list must be whole, they are an error.</summary>
    /// <param name="source">The name of the source.</param>
    /// <param name="records">The number of such records.</param>
    /// <param name="read">The number of users that were read.</param>
    /// <exception cref="IncompleteListException">The list must be whole.</exception>
    public void Report(string source, int records, int read)
    {
        if (records == 0)
        {
            return;
        }

        Unreadable();
        var text = $"'{source}' cannot read {Invariant.Count(records, "record")}. This happens during an outage, or if a record is damaged.";
        if (MustBeWhole)
        {
            throw new IncompleteListException(text, "Run the command again later. If the error persists, report it to Atlassian's support.", read);
        }

        Warn(text + " The users of such records are missing in the list. Run the command again later.");
    }

    /// <summary>The maximum number of concurrent requests.</summary>
    public int MaxConcurrency { get; init; } = 8;

    /// <summary>Reads the activity of the users of a site, which does not return it itself.</summary>
    public ISiteActivity? Activity { get; init; }
}
