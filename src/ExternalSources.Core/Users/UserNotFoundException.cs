using System.Collections.Generic;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Users;

/// <summary>No user matches a value that identifies one user.</summary>
public sealed class UserNotFoundException : ExternalSourceException
{
    private const string Where = "If privacy settings hide the user's address, use the account id.";

    /// <summary>No user of a list matches.</summary>
    /// <param name="value">The value that was searched for.</param>
    /// <param name="sources">The sources that were searched.</param>
    /// <param name="filters">The other criteria of the filter.</param>
    internal UserNotFoundException(string value, string sources, IReadOnlyList<UserCriterion> filters)
        : base(
            $"No user in {sources} matches '{value}'" + (filters.Count == 0 ? "." : $" and the filters by {string.Join(", ", filters)}."),
            $"Check the spelling. {Where} To find an app or a portal customer, use its account id or -AccountType."
                + (filters.Count == 0 ? string.Empty : " To find out whether the user exists, remove the other filters.")
        ) => Value = value;

    /// <summary>A source does not have the user that was requested.</summary>
    /// <param name="value">The value that was searched for.</param>
    /// <param name="problem">The error message of the source.</param>
    internal UserNotFoundException(string value, string problem)
        : base(problem, $"Check the account id or the e-mail address. Only Get-ExternalUser accepts names. {Where}") => Value = value;

    /// <summary>The value that was searched for.</summary>
    public string Value { get; }
}
