using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.UserManagement;

/// <summary>What a key may do with an account, and why it may not.</summary>
internal static class Manageability
{
    private const string Synced = "externalDirectory.scim";
    private const string NotMyself = "administrative.notMyself";

    private static readonly string[] Privileges =
    [
        "profile",
        "profile.write",
        "profile.read",
        "email.set",
        "lifecycle.enablement",
        "lifecycle.delete",
        "apiToken.read",
        "apiToken.delete",
    ];

    private static readonly string[] ProfileMembers =
    [
        "name",
        "nickname",
        "zoneinfo",
        "locale",
        "extended_profile.job_title",
        "extended_profile.organization",
        "extended_profile.department",
        "extended_profile.location",
    ];

    public static Task RespondAsync(HttpContext context, SimulatorState state, AtlassianOrganization organization, Person person)
    {
        HashSet<string> asked = [.. context.Request.Query["privileges"].SelectMany(text => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))];
        return Response.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            foreach (var privilege in Privileges)
            {
                if (asked.Count == 0 || asked.Contains(privilege))
                {
                    WritePrivilege(json, privilege, person);
                }
            }

            json.WriteEndObject();
        });
    }

    private static void WritePrivilege(Utf8JsonWriter json, string privilege, Person person)
    {
        if (privilege is not ("profile" or "profile.write"))
        {
            WriteRule(json, privilege, RefusalReason(privilege, person));
            return;
        }

        json.WriteStartObject(privilege);
        foreach (var member in ProfileMembers)
        {
            WriteRule(json, member, person.ManagementSource == "synced" ? Synced : null);
        }

        json.WriteEndObject();
    }

    /// <summary>The reason why the service refuses an action on an account; null when it is allowed.</summary>
    public static string? RefusalReason(string privilege, Person person) =>
        privilege switch
        {
            "lifecycle.enablement" or "lifecycle.delete" when person.OrganizationAdministrator => NotMyself,
            "email.set" or "lifecycle.enablement" or "lifecycle.delete" when person.ManagementSource == "synced" => Synced,
            _ => null,
        };

    private static void WriteRule(Utf8JsonWriter json, string name, string? reason)
    {
        json.WriteStartObject(name);
        json.WriteBoolean("allowed", reason is null);
        if (reason is not null)
        {
            json.WriteStartObject("reason");
            json.WriteString("key", reason);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
