using System.Collections.Generic;

namespace ExternalSources;

/// <summary>Nobody in the selected sources fits a value that was to name one person.</summary>
public sealed class UserNotFoundException : ExternalSourceException
{
    /// <summary>An error.</summary>
    /// <param name="value">What was looked for.</param>
    /// <param name="filters">What else had to hold.</param>
    internal UserNotFoundException(string value, IReadOnlyList<UserCriterion> filters)
        : base(
            $"Nobody in the selected sources fits '{value}'" + (filters.Count == 0 ? "." : $" and the filters by {string.Join(", ", filters)}."),
            "Check the spelling. An e-mail address may be hidden by its owner's privacy settings: then use the account id. Apps and portal customers are found by account id, or with -AccountType."
            + (filters.Count == 0 ? string.Empty : " Without the other filters you see whether there is such a user.")) => Value = value;

    /// <summary>An error.</summary>
    /// <param name="value">What was looked for.</param>
    /// <param name="problem">What the source said of it.</param>
    internal UserNotFoundException(string value, string problem)
        : base(problem, "Check the spelling. Where the address is hidden, or the account deactivated, use the account id.") => Value = value;

    /// <summary>What was looked for.</summary>
    public string Value { get; }
}
