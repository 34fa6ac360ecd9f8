using System;
using System.Text.Json;
using ExternalSources.Simulator.Faults;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Control;

/// <summary>Writes the responses of the control API. They never contain a key.</summary>
internal static class ControlReport
{
    public static void WriteOverview(Utf8JsonWriter json, HttpRequest request, SimulatorState state)
    {
        json.WriteStartObject();
        json.WriteString("address", request.Scheme + "://" + request.Host + "/");
        json.WriteStartArray("organizations");
        foreach (var organization in state.Organizations)
        {
            json.WriteStartObject();
            json.WriteString("id", organization.Id);
            json.WriteString("name", organization.Name);
            json.WriteNumber("users", organization.People.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("site");
        json.WriteString("title", state.Site.Title);
        json.WriteString("cloudId", state.Site.CloudId);
        json.WriteString("deploymentType", state.Site.DeploymentType);
        json.WriteString("administratorEmail", state.AdministratorEmail);
        json.WriteEndObject();
        json.WriteNumber("seed", state.Seed);
        json.WriteStartArray("keys");
        foreach (var key in state.AllKeys)
        {
            json.WriteStringValue(key.Label);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteKeys(Utf8JsonWriter json, SimulatorState state)
    {
        json.WriteStartArray();
        foreach (var key in state.AllKeys)
        {
            WriteKey(json, key);
        }

        json.WriteEndArray();
    }

    public static void WriteKey(Utf8JsonWriter json, ServiceKey key)
    {
        json.WriteStartObject();
        json.WriteString("label", key.Label);
        json.WriteString("kind", key is OrganizationKey ? "organization" : "site");
        json.WriteBoolean("scoped", key.Scoped);
        json.WriteBoolean("revoked", key.Revoked);
        WriteDate(json, "expiresAt", key.ExpiresAt);
        WriteDate(json, "lastActiveAt", key.LastActiveAt);
        if (key is OrganizationKey organizationKey)
        {
            json.WriteBoolean("mayManage", organizationKey.MayManage);
            json.WriteBoolean("canReadKeys", organizationKey.CanReadKeys);
        }
        else if (key is SiteToken siteToken)
        {
            json.WriteString("email", siteToken.Email);
            json.WriteBoolean("administrator", siteToken.Administrator);
            json.WriteBoolean("canBrowseUsers", siteToken.CanBrowseUsers);
        }

        json.WriteEndObject();
    }

    public static void WriteFaults(Utf8JsonWriter json, FaultPlan faults)
    {
        json.WriteStartObject();
        json.WriteNumber("latencyMilliseconds", faults.Latency.TotalMilliseconds);
        json.WriteStartArray("faults");
        foreach (var fault in faults.All)
        {
            WriteFault(json, fault);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteFault(Utf8JsonWriter json, Fault fault)
    {
        json.WriteStartObject();
        json.WriteNumber("id", fault.Id);
        json.WriteString("fault", fault.ToString());
        json.WriteNumber("matched", fault.Matched);
        json.WriteNumber("applied", fault.Applied);
        if (fault.Held is { } held)
        {
            json.WriteNumber("held", held.Waiting);
            json.WriteNumber("aborted", held.AbortedCount);
        }

        json.WriteEndObject();
    }

    public static void WriteRequests(Utf8JsonWriter json, RequestLog requests)
    {
        json.WriteStartObject();
        json.WriteNumber("inFlight", requests.InFlight);
        json.WriteNumber("peakInFlight", requests.PeakInFlight);
        json.WriteStartArray("requests");
        foreach (var request in requests.Snapshot())
        {
            json.WriteStartObject();
            json.WriteNumber("number", request.Number);
            json.WriteString("method", request.Method);
            json.WriteString("path", request.Path);
            json.WriteString("key", request.Key);
            WriteDate(json, "receivedAt", request.ReceivedAt);
            if (request.Status is { } status)
            {
                json.WriteNumber("status", status);
            }
            else
            {
                json.WriteNull("status");
            }

            json.WriteBoolean("aborted", request.Aborted);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDate(Utf8JsonWriter json, string name, DateTimeOffset? date)
    {
        if (date is { } value)
        {
            json.WriteString(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public static void WriteWrites(Utf8JsonWriter json, SimulatorState state)
    {
        json.WriteStartArray();
        foreach (var write in state.Writes.Snapshot())
        {
            json.WriteStartObject();
            json.WriteString("at", write.At);
            json.WriteString("kind", write.Kind);
            json.WriteString("accountId", write.AccountId);
            json.WriteString("groupId", write.GroupId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The account ids of a group's members.</summary>
    public static void WriteMembers(Utf8JsonWriter json, SimulatorState state, AtlassianGroup group)
    {
        json.WriteStartArray();
        foreach (var person in state.Groups.Members(group.Index, 0, MemberView.Site))
        {
            json.WriteStringValue(person.AccountId);
        }

        json.WriteEndArray();
    }
}
