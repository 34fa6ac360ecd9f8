using System;
using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Core.Users;

/// <summary>The criteria that select users. Each has the name of its parameter.</summary>
internal enum UserCriterion
{
    Email,
    Name,
    AccountId,
    User,
    Status,
    AccountType,
    Group,
    NotInGroup,
    Application,
    Activity,
    Managed,
    TwoStepVerification,
    EmailDomain,
    Directory,
}

/// <summary>Declares the criteria that a source type supports. The table in the README is generated from it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class UserCriteriaAttribute : Attribute
{
    public UserCriteriaAttribute(params UserCriterion[] criteria) => Criteria = criteria;

    /// <summary>Criteria that the source type supports.</summary>
    public UserCriterion[] Criteria { get; }

    /// <summary>Criteria that the source type supports only with the help of an organization that covers the user.</summary>
    public UserCriterion[] ThroughOrganization { get; set; } = Array.Empty<UserCriterion>();

    /// <summary>Whether the source type returns the roles of users. Roles do not select users; see <see cref="UserFilter.IncludeRoles"/>.</summary>
    public bool ReturnsRoles { get; set; }
}

/// <summary>Finds the criteria that a filter uses.</summary>
internal static class UserFilterCriteria
{
    /// <summary>Whether a filter uses a criterion other than the account type.</summary>
    public static bool Selects(this UserFilter filter) => filter.Used().Any();

    /// <summary>The criteria that a filter uses, without the account type.</summary>
    public static IEnumerable<UserCriterion> Used(this UserFilter filter)
    {
        var used = new (UserCriterion Criterion, bool IsUsed)[]
        {
            (UserCriterion.Email, filter.Emails.Count > 0),
            (UserCriterion.Name, filter.Names.Count > 0),
            (UserCriterion.AccountId, filter.AccountIds.Count > 0),
            (UserCriterion.User, filter.Users.Count > 0),
            (UserCriterion.Status, filter.Statuses.Count > 0),
            (UserCriterion.Group, filter.Groups.Count > 0),
            (UserCriterion.NotInGroup, filter.NotInGroups.Count > 0),
            (UserCriterion.Application, filter.Applications.Count + filter.Workspaces.Count > 0),
            (UserCriterion.Activity, filter.Activity is not null),
            (UserCriterion.Managed, filter.Managed is not null),
            (UserCriterion.TwoStepVerification, filter.TwoStepVerification is not null),
            (UserCriterion.EmailDomain, filter.EmailDomains.Count > 0),
            (UserCriterion.Directory, filter.Directories.Count > 0),
        };
        return used.Where(entry => entry.IsUsed).Select(entry => entry.Criterion);
    }
}
