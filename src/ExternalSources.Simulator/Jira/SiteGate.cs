using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Jira;

/// <summary>Admits callers to the site: at its own address with classic tokens, and through Atlassian's gateway with scoped tokens.</summary>
internal static class SiteGate
{
    /// <summary>Admits anonymous callers and valid tokens. Refuses wrong credentials.</summary>
    public static async Task<bool> AdmitsAsync(HttpContext context, SimulatorState state)
    {
        var path = context.Request.Path;
        if (state.SiteOf(context).IsDataCenter && path.StartsWithSegments("/rest/api/3", StringComparison.Ordinal))
        {
            await JiraError.WriteNoSuchResourceAsync(context);
            return false;
        }

        var caller = Caller.Of(context);
        if (!path.StartsWithSegments("/rest", StringComparison.Ordinal) || !caller.Presented || IsWelcome(caller.SiteToken, state, scoped: false))
        {
            return true;
        }

        if (state.Behavior.AnonymousAnswers && AnonymousAnswers.BodyOf(context.Request) is { } body)
        {
            JiraError.AddLoginReason(context);
            await Response.TextAsync(context, StatusCodes.Status200OK, Response.JsonWithCharset, body);
            return false;
        }

        await JiraError.WriteUnauthenticatedAsync(context);
        return false;
    }

    /// <summary>Admits scoped tokens, and sets the path to the part after the gateway's prefix.</summary>
    public static async Task<bool> AdmitsThroughGatewayAsync(HttpContext context, SimulatorState state)
    {
        var path = context.Request.Path;
        var rest = PathString.Empty;
        var found = state.Sites.FirstOrDefault(site => path.StartsWithSegments(PrefixOf(site), StringComparison.OrdinalIgnoreCase, out rest));
        if (found is null or { IsDataCenter: true })
        {
            await Refusal.WriteGatewayAsync(context, StatusCodes.Status404NotFound, "Not Found");
            return false;
        }

        var token = Caller.Of(context).SiteToken;
        if (!IsWelcome(token, state, scoped: true))
        {
            await Refusal.WriteGatewayAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized");
            return false;
        }

        if (JiraScopes.Missing(token!, context.Request.Method, rest))
        {
            await Refusal.WriteGatewayAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized; scope does not match");
            return false;
        }

        context.Features.Set(found);
        context.Request.PathBase = PrefixOf(found);
        context.Request.Path = rest;
        return true;
    }

    private static PathString PrefixOf(JiraSite site) => new("/ex/jira/" + site.CloudId);

    private static bool IsWelcome(SiteToken? token, SimulatorState state, bool scoped)
    {
        if (token is null || token.Scoped != scoped || !token.IsValidAt(state.Now))
        {
            return false;
        }

        token.LastActiveAt = state.Now;
        return true;
    }
}
