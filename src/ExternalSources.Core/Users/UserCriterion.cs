using System;
using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Core.Users;

/// <summary>The criteria by which users can be selected, in the words of the parameters.</summary>
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

/// <summary>Says which criteria a source type knows. The README's table comes from here.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class UserCriteriaAttribute : Attribute
{
    public UserCriteriaAttribute(params UserCriterion[] criteria) => Criteria = criteria;

    public UserCriterion[] Criteria { get; }

    /// <summary>Criteria that need an organization source which covers the user.</summary>
    public UserCriterion[] ThroughOrganization { get; set; } = Array.Empty<UserCriterion>();

    /// <summary>Whether it tells the roles of users. Nobody is selected by them; see <see cref="UserFilter.IncludeRoles"/>.</summary>
    public bool TellsRoles { get; set; }
}

internal static class UserFilterCriteria
{
    /// <summary>Whether a filter leaves out anybody but accounts of other types.</summary>
    public static bool Selects(this UserFilter filter) => filter.Used().Any();

    /// <summary>The criteria that a filter uses.</summary>
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
            (UserCriterion.Application, filter.Applications.Count > 0),
            (UserCriterion.Activity, filter.Activity is not null),
            (UserCriterion.Managed, filter.Managed is not null),
            (UserCriterion.TwoStepVerification, filter.TwoStepVerification is not null),
            (UserCriterion.EmailDomain, filter.EmailDomains.Count > 0),
            (UserCriterion.Directory, filter.Directories.Count > 0),
        };
        return used.Where(entry => entry.IsUsed).Select(entry => entry.Criterion);
    }
}
