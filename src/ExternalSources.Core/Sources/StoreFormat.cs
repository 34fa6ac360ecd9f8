using System;
using System.Globalization;
using System.IO;
using System.Linq;
using ExternalSources.Core.Common;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Sources;

/// <summary>Reads and writes the store as JSON. It names every member, so that no setting of the process changes the file.</summary>
internal static class StoreFormat
{
    public const int Version = 1;

    public static void Write(TextWriter text, StoreContent content)
    {
        var json = new JObject { ["schemaVersion"] = Version, ["sources"] = new JArray(content.Sources.Select(Write)) };
        if (content.Orphans.Count > 0)
        {
            json["orphanedSecrets"] = new JArray(content.Orphans.Select(secret => new JObject { ["vault"] = secret.Vault, ["name"] = secret.Name }));
        }

        if (content.Exemptions.Count > 0)
        {
            json["exemptions"] = new JArray(content.Exemptions.Select(ExemptionFormat.Write));
        }

        using var writer = new JsonTextWriter(text)
        {
            Formatting = Formatting.Indented,
            Culture = CultureInfo.InvariantCulture,
            CloseOutput = false,
        };
        json.WriteTo(writer);
        writer.WriteWhitespace("\n");
    }

    /// <exception cref="FormatException">The text is not a store.</exception>
    /// <exception cref="NotSupportedException">The store has a newer schema. The message is the number of the schema.</exception>
    public static StoreContent Read(string text)
    {
        if (JsonText.TryParse(text) is not JObject json || json["schemaVersion"] is not JValue { Type: JTokenType.Integer } version)
        {
            throw new FormatException("it is not a list of sources");
        }

        if (version.Value is not long number || number > Version)
        {
            throw new NotSupportedException(version.ToString(CultureInfo.InvariantCulture));
        }

        if (number < 1)
        {
            throw new FormatException("there is no schema " + version.ToString(CultureInfo.InvariantCulture));
        }

        if (json["sources"] is not JArray sources)
        {
            throw new FormatException("it has no list of sources");
        }

        var read = sources.Select(Read).ToArray();
        if (
            read.Select(source => source.Id).Distinct().Count() < read.Length
            || read.Select(source => source.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() < read.Length
        )
        {
            throw new FormatException("two sources have the same id or the same name");
        }

        return new StoreContent
        {
            Sources = read,
            Orphans = List(json, "orphanedSecrets").Select(row => new SecretReference(Required(row, "vault"), Required(row, "name"))).ToArray(),
            Exemptions = List(json, "exemptions").Select(ExemptionFormat.Read).ToArray(),
        };
    }

    // An invalid list is an error. Otherwise, the next write would remove it.
    private static JArray List(JObject json, string member) =>
        json[member] switch
        {
            null => new JArray(),
            JArray list => list,
            _ => throw new FormatException($"its list '{member}' is not a list"),
        };

    private static JObject Write(ExternalSource source)
    {
        var json = new JObject
        {
            ["id"] = source.Id.ToString("D", CultureInfo.InvariantCulture),
            ["name"] = source.Name,
            ["type"] = source.Type.ToString(),
            ["url"] = source.Url.AbsoluteUri,
            ["organizationId"] = source.OrganizationId,
            ["title"] = source.Title,
            ["userEmail"] = source.UserEmail,
            ["scopedToken"] = source.ScopedToken ? true : null,
            ["cloudId"] = source.CloudId,
            ["vault"] = source.Vault,
            ["secretName"] = source.SecretName,
            ["foreignSecret"] = source.ForeignSecret ? true : null,
            ["expiresOn"] = Text(source.ExpiresOn),
            ["lastUpdatedBy"] = source.LastUpdatedBy,
            ["lastUpdated"] = Text(source.LastUpdated),
            ["status"] = source.Status.ToString(),
            ["statusReason"] = source.StatusReason,
            ["checkedAt"] = Text(source.CheckedAt),
        };
        // Newtonsoft gives a null text the type String, so the value decides.
        foreach (var empty in json.Properties().Where(property => property.Value is JValue { Value: null }).ToArray())
        {
            empty.Remove();
        }

        return json;
    }

    private static ExternalSource Read(JToken row) =>
        new()
        {
            Id = Guid.TryParseExact(Required(row, "id"), "D", out var id) ? id : throw Invalid("id"),
            Name = Required(row, "name"),
            Type = Known<SourceType>(row, "type"),
            Url = Uri.TryCreate(Required(row, "url"), UriKind.Absolute, out var url) && url.Scheme is ("https" or "http") ? url : throw Invalid("url"),
            OrganizationId = JsonText.Text(row, "organizationId"),
            Title = JsonText.Text(row, "title"),
            UserEmail = Known<SourceType>(row, "type") == SourceType.JiraCloud ? Required(row, "userEmail") : JsonText.Text(row, "userEmail"),
            ScopedToken = Flag(row, "scopedToken"),
            CloudId = JsonText.Text(row, "cloudId"),
            Vault = JsonText.Text(row, "vault"),
            SecretName = JsonText.Text(row, "secretName"),
            ForeignSecret = Flag(row, "foreignSecret"),
            ExpiresOn = Date(row, "expiresOn"),
            LastUpdatedBy = Required(row, "lastUpdatedBy"),
            LastUpdated = Date(row, "lastUpdated") ?? throw Invalid("lastUpdated"),
            Status = Known<SourceStatus>(row, "status"),
            StatusReason = JsonText.Text(row, "statusReason"),
            CheckedAt = Date(row, "checkedAt"),
        };

    private static string? Text(DateTimeOffset? date) => date?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static string Required(JToken row, string member) => JsonText.Text(row, member) is { Length: > 0 } text ? text : throw Invalid(member);

    private static bool Flag(JToken row, string member) => row is JObject json && json[member] is JValue { Value: true };

    private static T Known<T>(JToken row, string member)
        where T : struct, Enum
    {
        // Enum.TryParse also accepts numbers, which this file never contains.
        var text = Required(row, member);
        return Enum.TryParse<T>(text, out var value) && value.ToString() == text ? value : throw Invalid(member);
    }

    private static DateTimeOffset? Date(JToken row, string member)
    {
        if (JsonText.Text(row, member) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw Invalid(member);
    }

    private static FormatException Invalid(string member) => new($"the member '{member}' of a source is missing or not valid");
}
