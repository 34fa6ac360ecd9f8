using System;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.UserManagement;

/// <summary>Deactivates, reactivates, and deletes accounts. A repeated call succeeds without a change.</summary>
internal static class Lifecycle
{
    private static readonly TimeSpan Grace = TimeSpan.FromDays(14);

    /// <summary>Deactivates an account. The body is required, and an object.</summary>
    public static async Task DisableAsync(HttpContext context, SimulatorState state, AtlassianOrganization organization, Person person)
    {
        if (!await HasObjectAsync(context))
        {
            await ManagementError.WriteAsync(context, StatusCodes.Status400BadRequest, ManagementError.KeyOf(400), "The body must be a JSON object.");
            return;
        }

        await ChangeAsync(
            context,
            state,
            organization,
            person,
            "disable",
            "lifecycle.enablement",
            present => present.Account == AccountState.Closed ? "accountClosed" : null,
            present => present.Account == AccountState.Inactive ? present : present with { Account = AccountState.Inactive, DeactivatedDaysAgo = 0 }
        );
    }

    public static Task EnableAsync(HttpContext context, SimulatorState state, AtlassianOrganization organization, Person person) =>
        ChangeAsync(
            context,
            state,
            organization,
            person,
            "enable",
            "lifecycle.enablement",
            present =>
                present.ForDeletion ? "deletionPending"
                : present.Account == AccountState.Closed ? "accountClosed"
                : null,
            present => present with { Account = AccountState.Active, DeactivatedDaysAgo = null }
        );

    public static Task DeleteAsync(HttpContext context, SimulatorState state, AtlassianOrganization organization, Person person) =>
        ChangeAsync(
            context,
            state,
            organization,
            person,
            "delete",
            "lifecycle.delete",
            present => present.Account == AccountState.Closed ? "accountClosed" : null,
            present =>
                present.ForDeletion
                    ? present
                    : present with
                    {
                        Account = AccountState.Inactive,
                        ForDeletion = true,
                        DeactivatedDaysAgo = 0,
                        DeleteAt = present.DeleteAt ?? state.Now + Grace,
                    }
        );

    public static Task CancelDeleteAsync(HttpContext context, SimulatorState state, AtlassianOrganization organization, Person person) =>
        ChangeAsync(
            context,
            state,
            organization,
            person,
            "cancel-delete",
            "lifecycle.delete",
            present =>
                present.Account == AccountState.Closed || present.DeleteAt <= state.Now ? "gracePeriodOver"
                : present.ForDeletion ? null
                : "noDeletionPending",
            present => present with { Account = AccountState.Active, ForDeletion = false, DeactivatedDaysAgo = null, DeleteAt = null }
        );

    private static async Task<bool> HasObjectAsync(HttpContext context)
    {
        try
        {
            using var body = JsonDocument.Parse(await RequestBody.ReadAsync(context));
            return body.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Task ChangeAsync(
        HttpContext context,
        SimulatorState state,
        AtlassianOrganization organization,
        Person person,
        string kind,
        string privilege,
        Func<Person, string?> refusalKey,
        Func<Person, Person> change
    )
    {
        if (Manageability.RefusalReason(privilege, person) is { } reason)
        {
            return ManagementError.WriteForbiddenAsync(context, reason);
        }

        if (refusalKey(person) is { } key)
        {
            return ManagementError.WriteIneligibleAsync(context, person.AccountId, key);
        }

        Person before = person,
            after = organization.People.Change(person.Index, present => change(before = present));
        if (before != after)
        {
            state.Writes.Note(kind, person.AccountId);
        }

        // The documents give 200 and a message for deletions, and 204 for the rest.
        return kind is "delete" or "cancel-delete" ? Response.JsonAsync(context, StatusCodes.Status200OK, static json =>
            {
                json.WriteStartObject();
                json.WriteString("message", "Success");
                json.WriteEndObject();
            }) : Response.EmptyAsync(context, StatusCodes.Status204NoContent);
    }
}
