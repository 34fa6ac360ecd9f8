using System;

namespace ExternalSources.Simulator.Groups;

/// <summary>The groups that every organization has, with the share of people in each.</summary>
internal static class FixedGroups
{
    public static readonly FixedGroup[] All =
    [
        new("jira-software-users", 700, "Grants access to Jira on this site", Grants: [new("jira-software", "atlassian/user")]),
        new("confluence-users", 600, "Grants access to Confluence on this site", Grants: [new("confluence", "atlassian/user")]),
        // Some people cannot be in a group, so this share yields half of all people.
        new("all-employees", 558, "Everybody on the payroll", Synced: true),
        new(
            "jira-administrators",
            0,
            "Administrators of Jira",
            Extra: 3,
            Grants: [new("jira-software", "atlassian/admin"), new("jira-servicedesk", "atlassian/admin")]
        ),
        new("org-admins", 0, "Administrators of the organization", Extra: 1),
        new(
            "jira-servicemanagement-users",
            100,
            "Agents of Jira Service Management",
            AdministratorFirst: false,
            Grants: [new("jira-servicedesk", "atlassian/user")]
        ),
        new(
            "jira-product-discovery-users",
            80,
            "Creators in Jira Product Discovery",
            AdministratorFirst: false,
            Grants: [new("jira-product-discovery", "atlassian/user")]
        ),
        new(
            "product-stakeholders",
            150,
            "Read Jira Product Discovery without a licence",
            AdministratorFirst: false,
            Grants: [new("jira-product-discovery", "atlassian/stakeholder")]
        ),
        new(
            "contractors",
            50,
            "External staff",
            Synced: true,
            AdministratorFirst: false,
            Grants: [new("jira-software", "atlassian/user"), new("confluence", "atlassian/user")]
        ),
        new("confluence-guests", 30, "Guests of single spaces", AdministratorFirst: false, Grants: [new("confluence", "atlassian/guest")]),
        new("nobody-yet", 0, "Made for later"),
    ];

    /// <summary>The index of the group whose members administer everything.</summary>
    public static readonly int OrganizationAdministrators = Array.FindIndex(All, group => group.Name == "org-admins");

    /// <param name="Name">The group's first name.</param>
    /// <param name="PerMille">The share of people, in thousandths.</param>
    /// <param name="Description">What the group is for.</param>
    /// <param name="Extra">Members in addition to the share.</param>
    /// <param name="Synced">An identity provider owns the group.</param>
    /// <param name="AdministratorFirst">Person 0 is a member.</param>
    /// <param name="Grants">The roles that members get.</param>
    public sealed record FixedGroup(
        string Name,
        int PerMille,
        string Description,
        int Extra = 0,
        bool Synced = false,
        bool AdministratorFirst = true,
        params RoleGrant[] Grants
    )
    {
        public int Size(int people) => (int)Math.Min(people, ((long)people * PerMille / 1000) + Extra);
    }
}
