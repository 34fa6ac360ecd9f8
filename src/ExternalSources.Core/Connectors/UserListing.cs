using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors;

/// <summary>Where the users of a list go, and how it is read.</summary>
internal sealed record UserListing
{
    /// <summary>Takes the users that are wanted, a page at a time; its task ends when there is room for more.</summary>
    public required Func<IReadOnlyList<ExternalUser>, Task> WriteAsync { get; init; }

    /// <summary>Told how many rows the service will give, where it tells that.</summary>
    public Action<int> Expect { get; init; } = static _ => { };

    /// <summary>Told how many rows were read, wanted or not.</summary>
    public Action<int> Count { get; init; } = static _ => { };

    /// <summary>Knows of whose activity nobody knows, in all lists of the source.</summary>
    public UnknownActivity UnknownActivity { get; init; } = new(static _ => { });

    /// <summary>Told of a wanted group that is not there, where the others are to be read all the same; without it such a group ends the list.</summary>
    public Action<GroupNotFoundException>? NoGroup { get; init; }

    /// <summary>Asked of each group that was found, before its members are read; whoever reads several lists says no to one that another list has.</summary>
    public Func<ExternalGroup, bool> WantsGroup { get; init; } = static _ => true;

    /// <summary>Told of what was found amiss and is no error.</summary>
    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>Told that there are records that the source could not read, so that somebody who does not come may be there.</summary>
    public Action Unreadable { get; init; } = static () => { };

    /// <summary>Whether nobody may be missing: then a record that the service could not read is an error, and not a warning.</summary>
    public bool MustBeWhole { get; init; }

    /// <summary>Whether the users are listed for their activity, whatever the filter: then it is an error where it cannot be found out.</summary>
    public bool ForActivity { get; init; }

    /// <summary>How many requests are under way at the same time.</summary>
    public int MaxConcurrency { get; init; } = 8;

    /// <summary>Knows the activity of accounts, for a source that does not know it by itself.</summary>
    public IActivityReader? Activity { get; init; }
}
