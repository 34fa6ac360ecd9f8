using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>The person behind the token.</summary>
internal static class Myself
{
    public static Task AnswerAsync(HttpContext context, SimulatorState state, SiteToken token)
    {
        Person person = OwnerOf(token, state.People);
        string root = context.Request.Scheme + "://" + context.Request.Host;
        return Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("self", root + "/rest/api/3/user?accountId=" + Uri.EscapeDataString(person.AccountId));
            json.WriteString("accountId", person.AccountId);
            json.WriteString("accountType", person.AccountType);
            json.WriteString("emailAddress", person.Email);
            WriteAvatars(json, root);
            json.WriteString("displayName", person.Name);
            json.WriteBoolean("active", person.Account == AccountState.Active);
            json.WriteString("timeZone", person.TimeZone);
            json.WriteString("locale", person.Locale);
            WriteCount(json, "groups", 0);
            WriteCount(json, "applicationRoles", 0);
            json.WriteString("expand", "groups,applicationRoles");
            json.WriteEndObject();
        });
    }

    /// <summary>A token of somebody whom the population does not have makes that somebody up, from the address.</summary>
    private static Person OwnerOf(SiteToken token, Population people)
    {
        Person? known = token.AccountId is { } accountId ? people.Find(accountId) : people.FindByEmail(token.Email);
        return known ?? people[0] with
        {
            AccountId = token.AccountId ?? MadeUpId(token.Email),
            Name = token.Email.Split('@')[0],
            Email = token.Email,
            OrganizationAdministrator = false,
        };
    }

    private static string MadeUpId(string email)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(email.ToLowerInvariant()));
        return "712020:" + AccountIds.GuidText(hash.AsSpan(0, 16));
    }

    private static void WriteAvatars(Utf8JsonWriter json, string root)
    {
        json.WriteStartObject("avatarUrls");
        foreach (int size in (int[])[48, 24, 16, 32])
        {
            json.WriteString(
                string.Create(CultureInfo.InvariantCulture, $"{size}x{size}"),
                string.Create(CultureInfo.InvariantCulture, $"{root}/avatars/initials.png?size={size}"));
        }

        json.WriteEndObject();
    }

    private static void WriteCount(Utf8JsonWriter json, string name, int size)
    {
        json.WriteStartObject(name);
        json.WriteNumber("size", size);
        json.WriteStartArray("items");
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
