using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Organization;

/// <summary><c>/admin/v1/orgs/{orgId}/users</c>: managed accounts in the format of version 1, with billing.</summary>
internal static class ManagedAccounts
{
    private const int PageSize = 50;

    public static Task RespondAsync(OrganizationCall call)
    {
        var context = call.Context;
        var list = "managed/" + call.Organization.Id;
        var start = 0;
        string? cursor = context.Request.Query["cursor"];
        if (cursor is not null && !Cursor.TryRead(cursor, list, out start))
        {
            return OrganizationError.WriteAsync(context, StatusCodes.Status400BadRequest, OrganizationError.InvalidCursor, "The cursor is not valid.");
        }

        List<int> page = [.. Managed(call.Organization, start).Take(PageSize + 1)];
        var root = context.Request.Scheme + "://" + context.Request.Host;
        var url = root + "/admin/v1/orgs/" + call.Organization.Id + "/users";
        return Response.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data"u8);
            foreach (var index in page.Take(PageSize))
            {
                WriteAccount(json, call, call.Organization.People[index], root);
            }

            json.WriteEndArray();
            json.WriteStartObject("links"u8);
            json.WriteString("self"u8, cursor is null ? url : url + "?cursor=" + cursor);
            if (CursorPage.Next(context, cursor, page.Count > PageSize ? Cursor.Create(page[PageSize], list) : null) is { } next)
            {
                json.WriteString("next"u8, url + "?cursor=" + next);
            }

            json.WriteEndObject();
            json.WriteStartObject("meta"u8);
            json.WriteNumber("total"u8, Response.Count(context, call.Organization.Counts.Of("managed", () => Managed(call.Organization, 0).Count())));
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    private static IEnumerable<int> Managed(AtlassianOrganization organization, int start) =>
        organization.People.IndexesFrom(start).Where(index => organization.People.TraitsOf(index).Managed);

    private static void WriteAccount(Utf8JsonWriter json, OrganizationCall call, Person person, string root)
    {
        var traits = People.PersonTraits.Of(person);
        var grants = UserRoles.Grants(call, person.Index, traits);
        var applications = call.State.AllApplications.Where(application => UserRoles.Include(grants, application)).ToList();
        int?[] ago = [.. applications.Select(application => call.Key.ShowsActivity ? person.LastActiveDaysAgo(application) : null)];
        int[] days = [.. ago.OfType<int>()];
        json.WriteStartObject();
        json.WriteString("account_id"u8, person.AccountId);
        json.WriteString("account_type"u8, person.AccountType);
        json.WriteString("account_status"u8, person.AccountStatus);
        json.WriteString("name"u8, person.Name);
        json.WriteString("picture"u8, root + "/avatars/initials.png?size=48");
        if (person.VisibleEmail is { } email)
        {
            json.WriteString("email"u8, email);
        }

        json.WriteBoolean("access_billable"u8, traits.HasAccess && grants.Any(grant => grant.Billable));
        if (days.Length > 0)
        {
            JsonDates.Write(json, "last_active"u8, call.State.StartedAt, days.Min());
        }

        json.WriteStartArray("product_access"u8);
        foreach ((var application, var lastActive) in applications.Zip(ago))
        {
            json.WriteStartObject();
            json.WriteString("key"u8, application.KeyIn(call.State.Behavior.ProductKeys));
            json.WriteString("name"u8, application.Name);
            json.WriteString("url"u8, root);
            if (lastActive is { } daysAgo)
            {
                JsonDates.Write(json, "last_active"u8, call.State.StartedAt, daysAgo);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("links"u8);
        json.WriteString("self"u8, root + "/users/" + AccountIds.Escape(person.AccountId) + "/manage/profile");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
