using System;
using System.Threading.Tasks;
using ExternalSources.Simulator.Jira;
using ExternalSources.Simulator.Organization;
using ExternalSources.Simulator.State;
using ExternalSources.Simulator.UserManagement;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Http;

/// <summary>Checks the caller against the rules of the path's API, and writes that API's error body for unknown paths and methods.</summary>
internal sealed class FamilyGate(RequestDelegate next, SimulatorState state)
{
    private const string DeadLink =
        "<!DOCTYPE html><html lang=\"en\"><head><title>Oops, you've found a dead link. - Jira</title></head>"
        + "<body><h1>Oops, you've found a dead link.</h1></body></html>";

    public async Task InvokeAsync(HttpContext context)
    {
        var family = ApiFamilies.Of(context.Request.Path);
        var admitted = family switch
        {
            ApiFamily.Organization => await OrganizationGate.AdmitsAsync(context, state),
            ApiFamily.UserManagement => await ManagementGate.AdmitsAsync(context, state),
            ApiFamily.Gateway => await SiteGate.AdmitsThroughGatewayAsync(context, state),
            ApiFamily.Site => await SiteGate.AdmitsAsync(context, state),
            _ => true,
        };
        if (!admitted)
        {
            return;
        }

        await next(context);
        var response = context.Response;
        if (
            !response.HasStarted
            && response.ContentType is null
            && response.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed
        )
        {
            await (
                IsPage(context.Request.Path)
                    ? Response.TextAsync(context, response.StatusCode, Response.Html, DeadLink)
                    : Refusal.WriteAsync(context, ApiFamilies.Of(context.Request.Path), response.StatusCode)
            );
        }
    }

    /// <summary>A site also has web pages outside its API.</summary>
    private static bool IsPage(PathString path) => ApiFamilies.Of(path) == ApiFamily.Site && !path.StartsWithSegments("/rest", StringComparison.Ordinal);
}
