using System.Collections.Generic;
using System.Text.Json;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;

namespace ExternalSources.Simulator.Organization;

/// <summary>Writes a user as the organization API does.</summary>
internal static class UserRow
{
    public static void Write(Utf8JsonWriter json, Person person, OrganizationCall call, UserExpansions expand)
    {
        var start = call.State.StartedAt;
        var traits = People.PersonTraits.Of(person);
        json.WriteStartObject();
        json.WriteString("accountId"u8, person.AccountId);
        json.WriteString("accountType"u8, person.AccountType);
        json.WriteString("status"u8, traits.Status);
        json.WriteString("accountStatus"u8, traits.AccountStatus);
        json.WriteString("membershipStatus"u8, traits.MembershipStatus);
        JsonDates.Write(json, "addedToOrg"u8, start, person.JoinedDaysAgo);
        json.WriteString("name"u8, person.Name);
        json.WriteString("nickname"u8, person.Nickname);
        if (person.VisibleEmail is { } email)
        {
            json.WriteString("email"u8, email);
            json.WriteBoolean("emailVerified"u8, person.EmailVerified);
        }

        json.WriteString("claimStatus"u8, person.ClaimStatus);
        json.WriteString("managementSource"u8, person.ManagementSource);
        json.WriteBoolean("mfaEnabled"u8, person.TwoStepVerification);
        WriteProfile(json, person);
        if (person.DeactivatedDaysAgo is { } days)
        {
            JsonDates.Write(json, "deactivatedOn"u8, start, days);
        }

        json.WriteBoolean("forDeletion"u8, person.ForDeletion);
        WriteExpanded(json, person, call, expand);
        json.WriteStartObject("links"u8);
        json.WriteString("self"u8, string.Concat("/admin/v2/orgs/", call.Organization.Id, "/directories/-/users/", AccountIds.Escape(person.AccountId)));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteProfile(Utf8JsonWriter json, Person person)
    {
        if (person.JobTitle is not null)
        {
            json.WriteString("jobTitle"u8, person.JobTitle);
        }

        if (person.Department is not null)
        {
            json.WriteString("department"u8, person.Department);
        }

        if (person.Location is not null)
        {
            json.WriteString("location"u8, person.Location);
        }

        json.WriteString("timeZone"u8, person.TimeZone);
    }

    private static void WriteExpanded(Utf8JsonWriter json, Person person, OrganizationCall call, UserExpansions expand)
    {
        if (expand == UserExpansions.None)
        {
            return;
        }

        var groups = call.Organization.Groups.GroupsOf(person.Index);
        if (expand.HasFlag(UserExpansions.PlatformRoles))
        {
            json.WriteStartArray("platformRoles"u8);
            if (person.OrganizationAdministrator)
            {
                json.WriteStringValue("atlassian/org-admin"u8);
            }

            json.WriteEndArray();
        }

        if ((expand & (UserExpansions.Counts | UserExpansions.ProductAccess)) != 0)
        {
            WriteAccess(json, person, call, groups, expand);
        }

        if (expand.HasFlag(UserExpansions.Groups))
        {
            json.WriteStartArray("groups"u8);
            foreach (var group in groups)
            {
                json.WriteRawValue(EncodedParts.Of(group, call.State.Behavior.GroupIdsOfUsers), skipInputValidation: true);
            }

            json.WriteEndArray();
        }
    }

    /// <summary>The last activity in each application. An application that is granted but never used has no entry.</summary>
    private static void WriteAccess(Utf8JsonWriter json, Person person, OrganizationCall call, IReadOnlyList<AtlassianGroup> groups, UserExpansions expand)
    {
        var grants = UserRoles.Grants(call, groups, person.Index, person.Kind);
        var resources = 0;
        if (expand.HasFlag(UserExpansions.ProductAccess))
        {
            json.WriteStartArray("productAccess"u8);
        }

        foreach (var application in call.State.AllApplications)
        {
            if (!UserRoles.Include(grants, application))
            {
                continue;
            }

            resources++;
            if (expand.HasFlag(UserExpansions.ProductAccess) && call.Key.ShowsActivity && person.LastActiveDaysAgo(application) is { } days)
            {
                json.WriteRawValue(EncodedParts.Of(application, call.State.Behavior.ProductKeys, call.State.StartedAt, days), skipInputValidation: true);
            }
        }

        if (expand.HasFlag(UserExpansions.ProductAccess))
        {
            json.WriteEndArray();
        }

        if (expand.HasFlag(UserExpansions.Counts))
        {
            json.WriteStartObject("counts"u8);
            json.WriteNumber("resources"u8, resources);
            json.WriteEndObject();
        }
    }
}
