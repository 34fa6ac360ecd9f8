using System;
using System.Threading.Tasks;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ExternalSources.Simulator.Http;

/// <summary>Identifies the caller of each request and writes the request log.</summary>
internal sealed class RequestLogging(RequestDelegate next, SimulatorState state, RequestLog log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (ApiFamilies.Of(context.Request.Path) == ApiFamily.Control)
        {
            await next(context);
            return;
        }

        var caller = Caller.Identify(context.Request, state);
        context.Features.Set(caller);
        context.Features.Set(state.Behavior);
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var entry = log.Receive(context.Request.Method, path, caller, state.Now);
        context.Response.OnStarting(() =>
        {
            log.ResponseStarted(entry);
            return Task.CompletedTask;
        });
        var aborted = true;
        try
        {
            await next(context);
            aborted = context.RequestAborted.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            // The client has closed the connection, or the simulator stops.
            context.Abort();
        }
        finally
        {
            var status = context.Features.Get<SentStatus>()?.Status;
            log.Completed(entry, status ?? (context.Response.HasStarted || !aborted ? context.Response.StatusCode : null), aborted);
        }
    }
}

/// <summary>The status of a response that was sent on the socket, for the log.</summary>
internal sealed record SentStatus(int Status);
