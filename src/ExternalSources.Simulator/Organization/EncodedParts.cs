using System;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator.Organization;

/// <summary>Parts that many user rows share, encoded once. Lookup is by reference, because a changed group is another object.</summary>
internal static class EncodedParts
{
    private static readonly ConditionalWeakTable<AtlassianGroup, byte[]> GroupsWithIds = new();
    private static readonly ConditionalWeakTable<AtlassianGroup, byte[]> GroupsWithAris = new();
    private static readonly ConditionalWeakTable<AtlassianApplication, ConcurrentDictionary<(ProductKeyForm, int), byte[]>> Activities = new();

    public static byte[] Of(AtlassianGroup group, GroupIdForm form)
    {
        var groups = form == GroupIdForm.Ari ? GroupsWithAris : GroupsWithIds;
        return groups.TryGetValue(group, out var known) ? known : groups.GetValue(group, group => Encode(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("id"u8, form == GroupIdForm.Ari ? group.Ari : group.Id);
                    json.WriteString("name"u8, group.Name);
                    json.WriteString("description"u8, group.Description);
                    json.WriteEndObject();
                }));
    }

    /// <summary>An entry of activity. The cache ignores the start because an application belongs to one simulator, which has one start.</summary>
    public static byte[] Of(AtlassianApplication application, ProductKeyForm form, DateTimeOffset start, int daysAgo)
    {
        var days = Activities.TryGetValue(application, out var known) ? known : Activities.GetValue(application, static _ => new());
        return days.TryGetValue((form, daysAgo), out var entry)
            ? entry
            : days.GetOrAdd(
                (form, daysAgo),
                Encode(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("key"u8, application.KeyIn(form));
                    json.WriteString("id"u8, application.ResourceId);
                    JsonDates.Write(json, "lastActiveTimestamp"u8, start, daysAgo);
                    json.WriteEndObject();
                })
            );
    }

    private static byte[] Encode(Action<Utf8JsonWriter> write)
    {
        using var json = PooledJson.Rent();
        write(json.Writer);
        return json.Written.ToArray();
    }
}
