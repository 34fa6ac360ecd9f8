using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace ExternalSources.Simulator.Organization;

/// <summary>One user as the organization API writes it.</summary>
internal static class UserRow
{
    public static void Write(Utf8JsonWriter json, Person person, OrganizationCall call, IReadOnlyList<string> expand)
    {
        DateTimeOffset start = call.State.StartedAt;
        json.WriteStartObject();
        json.WriteString("accountId", person.AccountId);
        json.WriteString("accountType", person.AccountType);
        json.WriteString("status", person.Status);
        json.WriteString("accountStatus", person.AccountStatus);
        json.WriteString("membershipStatus", person.MembershipStatus);
        json.WriteString("addedToOrg", Date(start, person.JoinedDaysAgo));
        json.WriteString("name", person.Name);
        json.WriteString("nickname", person.Nickname);
        if (person.VisibleEmail is { } email)
        {
            json.WriteString("email", email);
            json.WriteBoolean("emailVerified", person.EmailVerified);
        }

        json.WriteString("claimStatus", person.ClaimStatus);
        json.WriteString("managementSource", person.ManagementSource);
        json.WriteBoolean("mfaEnabled", person.TwoStepVerification);
        WriteProfile(json, person);
        if (person.DeactivatedDaysAgo is { } days)
        {
            json.WriteString("deactivatedOn", Date(start, days));
        }

        json.WriteBoolean("forDeletion", person.ForDeletion);
        WriteExpanded(json, person, call, expand);
        json.WriteStartObject("links");
        json.WriteString("self", "/admin/v2/orgs/" + call.Organization.Id + "/directories/-/users/" + Uri.EscapeDataString(person.AccountId));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteProfile(Utf8JsonWriter json, Person person)
    {
        if (person.JobTitle is not null)
        {
            json.WriteString("jobTitle", person.JobTitle);
        }

        json.WriteString("department", person.Department);
        json.WriteString("location", person.Location);
        json.WriteString("timeZone", person.TimeZone);
    }

    private static void WriteExpanded(Utf8JsonWriter json, Person person, OrganizationCall call, IReadOnlyList<string> expand)
    {
        if (expand.Contains("platformRoles"))
        {
            json.WriteStartArray("platformRoles");
            if (person.OrganizationAdministrator)
            {
                json.WriteStringValue("atlassian/org-admin");
            }

            json.WriteEndArray();
        }

        if (expand.Contains("counts.resources"))
        {
            json.WriteStartObject("counts");
            json.WriteNumber("resources", (person.JiraDaysAgo is null ? 0 : 1) + (person.ConfluenceDaysAgo is null ? 0 : 1));
            json.WriteEndObject();
        }

        if (expand.Contains("productAccess"))
        {
            json.WriteStartArray("productAccess");
            WriteActivity(json, call, "jira-software", person.JiraDaysAgo);
            WriteActivity(json, call, "confluence", person.ConfluenceDaysAgo);
            json.WriteEndArray();
        }

        if (expand.Contains("groups"))
        {
            json.WriteStartArray("groups");
            json.WriteEndArray();
        }
    }

    private static void WriteActivity(Utf8JsonWriter json, OrganizationCall call, string application, int? daysAgo)
    {
        if (daysAgo is { } days)
        {
            json.WriteStartObject();
            json.WriteString("key", application);
            json.WriteString("id", "ari:cloud:" + application + "::site/" + call.State.Site.CloudId);
            json.WriteString("lastActiveTimestamp", Date(call.State.StartedAt, days));
            json.WriteEndObject();
        }
    }

    private static string Date(DateTimeOffset start, int daysAgo) =>
        start.UtcDateTime.Date.AddDays(-daysAgo).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
