using System;
using System.Globalization;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>Information about the site that needs no credentials.</summary>
internal static class ServerInfo
{
    public static Task RespondAsync(HttpContext context, SimulatorState state)
    {
        var root = context.Request.Scheme + "://" + context.Request.Host;
        return Response.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            var site = state.SiteOf(context);
            json.WriteStartObject();
            json.WriteString("baseUrl", root);
            if (!site.IsDataCenter)
            {
                json.WriteString("displayUrl", root);
            }

            json.WriteString("version", site.IsDataCenter ? "9.17.5" : "1001.0.0-SNAPSHOT");
            WriteNumbers(json, site.IsDataCenter ? [9, 17, 5] : [1001, 0, 0]);
            json.WriteString("deploymentType", site.DeploymentType);
            json.WriteNumber("buildNumber", site.IsDataCenter ? 9170005 : 100297);
            json.WriteString("buildDate", "2026-06-01T08:00:00.000+0000");
            json.WriteString("serverTime", Time(state.Now));
            json.WriteString("serverTimeZone", "Etc/UTC");
            json.WriteString("scmInfo", "7f5b1f6e1d0a4c5fb5a8f6f0f7f7a7b1d3c2e9a4");
            json.WriteString("serverTitle", site.Title);
            json.WriteEndObject();
        });
    }

    public static Task RespondTenantAsync(HttpContext context, SimulatorState state) =>
        state.SiteOf(context) is { IsDataCenter: true }
            ? JiraError.WriteAsync(context, StatusCodes.Status404NotFound, "Not Found")
            : Response.JsonAsync(context, StatusCodes.Status200OK, state.SiteOf(context).CloudId, static (json, cloudId) =>
            {
                json.WriteStartObject();
                json.WriteString("cloudId", cloudId);
                json.WriteEndObject();
            });

    private static void WriteNumbers(Utf8JsonWriter json, ReadOnlySpan<int> numbers)
    {
        json.WriteStartArray("versionNumbers");
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    // Jira writes the UTC offset without a colon.
    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);
}
