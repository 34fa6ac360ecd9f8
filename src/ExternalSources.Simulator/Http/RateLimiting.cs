using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Tasks;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Http;

/// <summary>Limits the requests per second of each key, and returns when to retry. Each key has its own limit.</summary>
internal sealed class RateLimiting(RequestDelegate next, SimulatorState state)
{
    private const string Unlimited = "1000";

    private readonly ConcurrentDictionary<string, RequestAllowance> _allowances = new(StringComparer.Ordinal);

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        if (state.RequestsPerSecond is not { } limit || Caller.Of(context).Label is not { } key)
        {
            if (state.Behavior.RateLimitHeaders)
            {
                headers["X-RateLimit-Limit"] = headers["X-RateLimit-Remaining"] = Unlimited;
                headers["X-RateLimit-NearLimit"] = "false";
            }

            return next(context);
        }

        var now = state.Now;
        (var wait, var left) = _allowances.GetOrAdd(key, static _ => new RequestAllowance()).Take(now, limit, state.EarlyRetryPenalty);
        headers["X-RateLimit-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = left.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-NearLimit"] = left * 5 < limit ? "true" : "false";
        if (wait == TimeSpan.Zero)
        {
            return next(context);
        }

        var seconds = (long)Math.Ceiling(wait.TotalSeconds);
        var family = ApiFamilies.Of(context.Request.Path);
        headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = now.AddSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        if (family is ApiFamily.Site or ApiFamily.Gateway)
        {
            headers["RateLimit-Reason"] = "jira-burst-based";
        }

        return Refusal.WriteAsync(context, family, StatusCodes.Status429TooManyRequests, "Rate limit exceeded.");
    }
}
