using System.Collections.Generic;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Users;

/// <summary>Nobody fits a value that was to name one person.</summary>
public sealed class UserNotFoundException : ExternalSourceException
{
    private const string Where = "Where the address is hidden by its owner's privacy settings, use the account id.";

    /// <summary>Of a list.</summary>
    /// <param name="value">What was looked for.</param>
    /// <param name="sources">Where.</param>
    /// <param name="filters">What else had to hold.</param>
    internal UserNotFoundException(string value, string sources, IReadOnlyList<UserCriterion> filters)
        : base(
            $"Nobody in {sources} fits '{value}'" + (filters.Count == 0 ? "." : $" and the filters by {string.Join(", ", filters)}."),
            $"Check the spelling. {Where} Apps and portal customers are found by account id, or with -AccountType."
                + (filters.Count == 0 ? string.Empty : " Without the other filters you see whether there is such a user.")
        ) => Value = value;

    /// <summary>Of one that a source was asked for.</summary>
    /// <param name="value">What was looked for.</param>
    /// <param name="problem">What the source said of it.</param>
    internal UserNotFoundException(string value, string problem)
        : base(problem, $"Check the account id or the address; names only Get-ExternalUser takes. {Where}") => Value = value;

    /// <summary>What was looked for.</summary>
    public string Value { get; }
}
