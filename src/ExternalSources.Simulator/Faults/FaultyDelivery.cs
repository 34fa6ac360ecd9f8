using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ExternalSources.Simulator.Faults;

/// <summary>Applies the delivery of a fault: waits, holds requests, and sends or breaks off the response.</summary>
internal sealed class FaultyDelivery(RequestDelegate next, FaultPlan plan, CancellationToken stopping)
{
    // The wait keeps a reset from overtaking the bytes that were sent before it.
    private static readonly TimeSpan Head = TimeSpan.FromMilliseconds(10);

    public async Task InvokeAsync(HttpContext context)
    {
        var fault = plan.Take(context.Request);
        var wait = plan.Latency + (fault?.Wait ?? TimeSpan.Zero);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, context.RequestAborted);
        }

        if (fault is null)
        {
            await next(context);
            return;
        }

        context.Features.Set(fault);
        if (fault.Held is { } held)
        {
            await held.HoldAsync(context.RequestAborted, stopping);
        }

        if (fault.Action is { } action)
        {
            await action();
        }

        if (fault.Delivery == FaultDelivery.Whole)
        {
            await next(context);
            return;
        }

        await DeliverAsync(context, fault);
    }

    private async Task DeliverAsync(HttpContext context, Fault fault)
    {
        if (fault.Delivery == FaultDelivery.Reset && !fault.RunsRealOneFirst)
        {
            Connection.Reset(context);
            return;
        }

        var body = await CaptureAsync(context);
        switch (fault.Delivery)
        {
            case FaultDelivery.Reset:
                Connection.Reset(context);
                break;
            case FaultDelivery.Slow:
                await SendSlowlyAsync(context, fault, body);
                break;
            case FaultDelivery.ResetHalfway:
                await Connection.SendHalfAsync(context, body);
                await Task.Delay(Head, CancellationToken.None);
                Connection.Reset(context);
                break;
            default:
                await Connection.SendHalfAsync(context, body);
                Connection.Close(context);
                break;
        }
    }

    /// <summary>Writes the response into memory instead of the connection.</summary>
    private async Task<byte[]> CaptureAsync(HttpContext context)
    {
        var real = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var memory = new MemoryStream();
        var captured = new StreamResponseBodyFeature(memory);
        context.Features.Set<IHttpResponseBodyFeature>(captured);
        try
        {
            await next(context);
            await captured.CompleteAsync();
        }
        finally
        {
            context.Features.Set(real);
        }

        return memory.ToArray();
    }

    private static async Task SendSlowlyAsync(HttpContext context, Fault fault, byte[] body)
    {
        context.Response.ContentLength = body.Length;
        for (var at = 0; at < body.Length; at += fault.ChunkSize)
        {
            if (at > 0)
            {
                await Task.Delay(fault.Pause, context.RequestAborted);
            }

            await context.Response.Body.WriteAsync(body.AsMemory(at, Math.Min(fault.ChunkSize, body.Length - at)), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
