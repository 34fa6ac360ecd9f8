using System;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary><c>myself</c>: the owner of the token.</summary>
internal static class Myself
{
    public static Task RespondAsync(JiraCall call)
    {
        var person = OwnerOf(call.Token, call.People);
        return Response.JsonAsync(call.Context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            JiraUserRow.For(call).WriteMembers(json, person, person.Email);
            json.WriteString("timeZone"u8, person.TimeZone);
            json.WriteString("locale"u8, person.Locale);
            OneUser.WriteBelongings(json, call, person);
            json.WriteEndObject();
        });
    }

    /// <summary>The owner of the token. When the population has no such person, the owner is invented from the e-mail address.</summary>
    private static Person OwnerOf(SiteToken token, Population people)
    {
        var known = token.AccountId is { } accountId ? people.Find(accountId) : people.FindByEmail(token.Email);
        return known
            ?? people[0] with
            {
                AccountId = token.AccountId ?? MadeUpId(token.Email),
                Name = token.Email.Split('@')[0],
                Email = token.Email,
                OrganizationAdministrator = false,
            };
    }

    private static string MadeUpId(string email)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(email.ToLowerInvariant()));
        return "712020:" + AccountIds.GuidText(hash.AsSpan(0, 16));
    }
}
