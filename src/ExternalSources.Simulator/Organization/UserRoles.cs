using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;

namespace ExternalSources.Simulator.Organization;

/// <summary>
/// The roles of a person: from groups, and those that the person holds directly. Apps have their own roles, and portal customers have the customer role of
/// the service desk.
/// </summary>
internal static class UserRoles
{
    private static readonly RoleGrant[] Customer = [new("jira-servicedesk", "atlassian/customer")];

    /// <summary>Each role, once.</summary>
    public static IReadOnlyList<RoleGrant> Grants(OrganizationCall call, int person, PersonTraits traits) =>
        Grants(call, call.Organization.Groups.GroupsOf(person), person, traits.Kind);

    public static IReadOnlyList<RoleGrant> Grants(OrganizationCall call, IReadOnlyList<AtlassianGroup> groups, int person, AccountKind kind)
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

        foreach (var grant in call.Organization.DirectRoles.Of(person))
        {
            if (!grants.Contains(grant))
            {
                grants.Add(grant);
            }
        }

        return grants;
    }

    /// <summary>Each role with the directory that it belongs to, and how the person holds it.</summary>
    public static IReadOnlyList<HeldRole> Held(OrganizationCall call, Person person)
    {
        if (person.Kind != AccountKind.Person)
        {
            return [.. (person.Kind == AccountKind.Customer ? Customer : []).Select(grant => new HeldRole(grant, 0, "direct"))];
        }

        var held = call
            .Organization.Groups.GroupsOf(person.Index)
            .SelectMany(group => group.Grants.Select(grant => new HeldRole(grant, group.Directory, "group_direct")))
            .Concat(call.Organization.DirectRoles.Of(person.Index).Select(grant => new HeldRole(grant, 0, "direct")));

        // An administrator of the organization administers every application. Such a role follows from another one.
        return
        [
            .. person.OrganizationAdministrator
                ? held.Concat(
                    call.State.AllApplications.Select(application => new HeldRole(
                        new RoleGrant(application.Key, "atlassian/admin", application.Site),
                        0,
                        "inferred"
                    ))
                )
                : held,
        ];
    }

    public static bool Include(IReadOnlyList<RoleGrant> grants, State.AtlassianApplication application)
    {
        foreach (var grant in grants)
        {
            if (grant.Application == application.Key && grant.Site == application.Site)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a person has one of the roles in one of the resources. A null list does not limit.</summary>
    public static bool Match(OrganizationCall call, int index, PersonTraits traits, IReadOnlyList<string>? resources, IReadOnlyList<string>? roles)
    {
        if (resources is null && roles is null)
        {
            return true;
        }

        var grants = Grants(call, index, traits);
        if (resources is not null && roles is not null && call.State.Behavior.RoleMatching == State.RoleMatching.WithinAssignment)
        {
            return grants.Any(grant => roles.Contains(grant.Role) && resources.Contains(call.State.ResourceOf(grant)));
        }

        return (resources is null || grants.Any(grant => resources.Contains(call.State.ResourceOf(grant))))
            && (roles is null || HasRole(call, index, grants, roles, resources is null));
    }

    private static bool HasRole(OrganizationCall call, int index, IReadOnlyList<RoleGrant> grants, IReadOnlyList<string> roles, bool isAlone)
    {
        var own = isAlone && !call.State.Behavior.RoleSearchFindsGroupRoles ? call.Organization.DirectRoles.Of(index) : grants;
        return own.Any(grant => roles.Contains(grant.Role))
            || (roles.Contains("atlassian/org-admin", StringComparer.Ordinal) && call.Organization.People[index].OrganizationAdministrator);
    }
}

/// <summary>A role of a person.</summary>
/// <param name="Grant">The role.</param>
/// <param name="Directory">The index of the directory.</param>
/// <param name="Method"><c>direct</c>, <c>group_direct</c>, or <c>inferred</c>.</param>
internal sealed record HeldRole(RoleGrant Grant, int Directory, string Method);
