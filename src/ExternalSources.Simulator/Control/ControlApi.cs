using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Tasks;
using ExternalSources.Simulator.Faults;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ExternalSources.Simulator.Control;

/// <summary>The routes under <c>/_simulator</c>. They offer the functions of the library to users of the program.</summary>
internal sealed class ControlApi(SimulatorState state, FaultPlan faults, RequestLog requests)
{
    private const string Root = "/_simulator";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Root, ["GET"], context => Response.JsonAsync(context, 200, json => ControlReport.WriteOverview(json, context.Request, state)));
        routes.MapMethods(Root + "/keys", ["GET"], context => Response.JsonAsync(context, 200, json => ControlReport.WriteKeys(json, state)));
        routes.MapMethods(Root + "/keys/{label}/{action}", ["POST"], ChangeKeyAsync);
        routes.MapMethods(Root + "/site", ["POST"], ChangeSiteAsync);
        routes.MapMethods(Root + "/latency", ["PUT"], SetLatencyAsync);
        routes.MapMethods(Root + "/faults", ["GET"], context => Response.JsonAsync(context, 200, json => ControlReport.WriteFaults(json, faults)));
        routes.MapMethods(Root + "/faults", ["POST"], AddFaultAsync);
        routes.MapMethods(Root + "/faults", ["DELETE"], context => Done(context, faults.Clear));
        routes.MapMethods(Root + "/faults/{id:int}", ["DELETE"], context => WithFaultAsync(context, fault => faults.Remove(fault)));
        routes.MapMethods(Root + "/faults/{id:int}/release", ["POST"], context => WithFaultAsync(context, fault => fault.Held?.Release()));
        routes.MapMethods(Root + "/limits", ["PUT"], SetLimitsAsync);
        routes.MapMethods(Root + "/behavior", ["GET"], context => Response.JsonAsync(context, 200, json => BehaviorSettings.Write(json, state)));
        routes.MapMethods(Root + "/behavior", ["PATCH"], ChangeBehaviorAsync);
        routes.MapMethods(Root + "/writes", ["GET"], context => Response.JsonAsync(context, 200, json => ControlReport.WriteWrites(json, state)));
        routes.MapMethods(Root + "/writes", ["DELETE"], context => Done(context, state.Writes.Clear));
        routes.MapMethods(Root + "/groups/{name}/members", ["GET"], WriteMembersAsync);
        routes.MapMethods(Root + "/requests", ["GET"], context => Response.JsonAsync(context, 200, json => ControlReport.WriteRequests(json, requests)));
        routes.MapMethods(Root + "/requests", ["DELETE"], context => Done(context, requests.Clear));
    }

    private static Task Done(HttpContext context, Action action)
    {
        action();
        return Response.EmptyAsync(context, StatusCodes.Status204NoContent);
    }

    private static Task Refuse(HttpContext context, int status, string problem) => Refusal.WriteAsync(context, ApiFamily.Control, status, problem);

    private Task ChangeKeyAsync(HttpContext context)
    {
        if (state.FindKey((string)context.GetRouteValue("label")!) is not { } key)
        {
            return Refuse(context, StatusCodes.Status404NotFound, "No key has that label. To list the keys, use GET " + Root + "/keys.");
        }

        return KeyActions.TryApply(key, (string)context.GetRouteValue("action")!, state.Now)
            ? Response.JsonAsync(context, 200, json => ControlReport.WriteKey(json, key))
            : Refuse(context, StatusCodes.Status404NotFound, "The action is unknown. Use expire, revoke, restore, unprivilege, or hide-activity.");
    }

    private async Task ChangeSiteAsync(HttpContext context)
    {
        if (await ReadAsync(context, ControlJson.Default.SiteDocument) is { } site)
        {
            state.Site.DeploymentType = site.DeploymentType ?? state.Site.DeploymentType;
            state.Site.Title = site.Title ?? state.Site.Title;
            await Response.JsonAsync(context, 200, json => ControlReport.WriteOverview(json, context.Request, state));
        }
    }

    private async Task SetLimitsAsync(HttpContext context)
    {
        if (await ReadAsync(context, ControlJson.Default.LimitsDocument) is not { } limits)
        {
            return;
        }

        await (
            limits.RequestsPerSecond is null or > 0
                ? Done(context, () => state.RequestsPerSecond = limits.RequestsPerSecond)
                : Refuse(context, StatusCodes.Status400BadRequest, "requestsPerSecond must be greater than 0, or null for no limit.")
        );
    }

    private async Task ChangeBehaviorAsync(HttpContext context)
    {
        if (await ReadAsync(context, ControlJson.Default.DictionaryStringString) is not { } settings)
        {
            return;
        }

        foreach ((var name, var value) in settings)
        {
            if (BehaviorSettings.Problem(state, name, value) is { } problem)
            {
                await Refuse(context, StatusCodes.Status400BadRequest, problem);
                return;
            }
        }

        await Response.JsonAsync(context, 200, json => BehaviorSettings.Write(json, state));
    }

    private Task WriteMembersAsync(HttpContext context) =>
        state.Groups.FindByName((string)context.Request.RouteValues["name"]!) is { } group
            ? Response.JsonAsync(context, 200, json => ControlReport.WriteMembers(json, state, group))
            : Response.JsonAsync(context, 404, static json => json.WriteNullValue());

    private async Task SetLatencyAsync(HttpContext context)
    {
        if (await ReadAsync(context, ControlJson.Default.LatencyDocument) is not { } latency)
        {
            return;
        }

        await (
            latency.Milliseconds is >= 0 and <= 600_000
                ? Done(context, () => faults.Latency = TimeSpan.FromMilliseconds(latency.Milliseconds))
                : Refuse(context, StatusCodes.Status400BadRequest, "milliseconds must be 0 to 600000.")
        );
    }

    private async Task AddFaultAsync(HttpContext context)
    {
        if (await ReadAsync(context, ControlJson.Default.FaultDocument) is not { } document)
        {
            return;
        }

        if (FaultBuilder.Problem(document) is { } problem)
        {
            await Refuse(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        var fault = FaultBuilder.Build(document, faults);
        await Response.JsonAsync(context, StatusCodes.Status201Created, json => ControlReport.WriteFault(json, fault));
    }

    private Task WithFaultAsync(HttpContext context, Action<Fault> action)
    {
        var id = int.Parse((string)context.GetRouteValue("id")!, CultureInfo.InvariantCulture);
        return faults.All.FirstOrDefault(fault => fault.Id == id) is { } found
            ? Done(context, () => action(found))
            : Refuse(context, StatusCodes.Status404NotFound, "No fault has that number.");
    }

    /// <summary>Reads the body. Returns null after it refuses the body.</summary>
    private static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize(await RequestBody.ReadAsync(context), type) is { } document)
            {
                return document;
            }

            await Refuse(context, StatusCodes.Status400BadRequest, "The body must be a JSON object.");
        }
        catch (JsonException exception)
        {
            await Refuse(context, StatusCodes.Status400BadRequest, exception.Message.Split(" to any .NET")[0]);
        }

        return null;
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SiteDocument(string? DeploymentType, string? Title);

/// <summary>The requests that each key may make per second; null is no limit.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record LimitsDocument(int? RequestsPerSecond);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record LatencyDocument(double Milliseconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(FaultDocument))]
[JsonSerializable(typeof(LatencyDocument))]
[JsonSerializable(typeof(LimitsDocument))]
[JsonSerializable(typeof(SiteDocument))]
internal sealed partial class ControlJson : JsonSerializerContext;
