using System;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator.Jira;

/// <summary>A Jira permission and who has it.</summary>
internal sealed record Permission(string Id, string Key, string Name, string Type, string Description, Func<SiteToken, bool> IsHeldBy)
{
    private static readonly Permission[] All =
    [
        new(
            "0",
            "ADMINISTER",
            "Administer Jira",
            "GLOBAL",
            "Create and administer projects, issue types, fields, workflows, and schemes for all projects.",
            token => token.Administrator
        ),
        new("44", "SYSTEM_ADMIN", "System administrators", "GLOBAL", "Perform all administration functions.", token => token.Administrator),
        new("27", "USER_PICKER", "Browse users and groups", "GLOBAL", "View and select users or groups from the user picker.", token => token.CanBrowseUsers),
        new("33", "BULK_CHANGE", "Make bulk changes", "GLOBAL", "Modify collections of issues at once.", token => token.Administrator),
        new("10", "BROWSE_PROJECTS", "Browse Projects", "PROJECT", "Ability to browse projects and the issues within them.", _ => true),
        new("11", "CREATE_ISSUES", "Create Issues", "PROJECT", "Ability to create issues.", _ => true),
        new("12", "EDIT_ISSUES", "Edit Issues", "PROJECT", "Ability to edit issues.", _ => true),
    ];

    public static Permission? Find(string key) => Array.Find(All, permission => permission.Key == key);
}
