using System.Collections.Generic;
using System.Linq;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;

namespace ExternalSources.Simulator.Organization;

/// <summary>The roles of a person, from groups. Apps have their own roles, and portal customers have the customer role of the service desk.</summary>
internal static class UserRoles
{
    private static readonly RoleGrant[] Customer = [new("jira-servicedesk", "customer")];

    /// <summary>Each pair of application and role, once.</summary>
    public static IReadOnlyList<RoleGrant> Grants(IReadOnlyList<AtlassianGroup> groups, AccountKind kind)
    {
        if (kind != AccountKind.Person)
        {
            return kind == AccountKind.Customer ? Customer : [];
        }

        var grants = new List<RoleGrant>(6);
        foreach (var group in groups)
        {
            foreach (var grant in group.Grants)
            {
                if (!grants.Contains(grant))
                {
                    grants.Add(grant);
                }
            }
        }

        return grants;
    }

    public static IReadOnlyList<RoleGrant> Grants(OrganizationCall call, int person, PersonTraits traits) =>
        Grants(call.Organization.Groups.GroupsOf(person), traits.Kind);

    public static IEnumerable<string> Resources(OrganizationCall call, int person, PersonTraits traits) =>
        Grants(call, person, traits).Select(grant => call.State.FindApplication(grant.Application)!.ResourceId);

    public static bool Include(IReadOnlyList<RoleGrant> grants, string application)
    {
        foreach (var grant in grants)
        {
            if (grant.Application == application)
            {
                return true;
            }
        }

        return false;
    }

    public static IEnumerable<string> Roles(OrganizationCall call, int person, PersonTraits traits)
    {
        var roles = Grants(call, person, traits).Select(grant => grant.Role);
        return call.Organization.People[person].OrganizationAdministrator ? roles.Append("atlassian/org-admin") : roles;
    }
}
