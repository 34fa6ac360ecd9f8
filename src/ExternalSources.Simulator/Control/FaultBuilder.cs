using System;
using ExternalSources.Simulator.Faults;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Control;

/// <summary>Adds the fault that a document describes to the plan.</summary>
internal static class FaultBuilder
{
    /// <summary>The error in the document; null when there is none.</summary>
    public static string? Problem(FaultDocument document)
    {
        var responds =
            document.Status is not null
            || document.LoginPage
            || document.Redirect is not null
            || document.MalformedJson
            || document.EmptyBody
            || document.Body is not null;
        var travels =
            document.DelayMilliseconds is not null
            || document.PauseMilliseconds is not null
            || document.Reset
            || document.ResetHalfway
            || document.Truncate
            || document.Hold;
        var distorts = document.RepeatCursor || document.AdjustCount is not null;
        return document switch
        {
            _ when !responds && !travels && !distorts =>
                "The fault does nothing. Add status, loginPage, redirect, malformedJson, emptyBody, body, delayMilliseconds, pauseMilliseconds, "
                    + "reset, resetHalfway, truncate, hold, repeatCursor, or adjustCount.",
            { Method.Length: 0 } or { Path.Length: 0 } => "method and path must not be empty.",
            { Times: < 1 } or { Nth: < 1 } or { After: < 0 } or { Every: < 1 } or { ChunkSize: < 1 } =>
                "times, nth, every, and chunkSize must be 1 or greater. after must be 0 or greater.",
            { Status: < 200 or > 599 } => "status must be 200 to 599.",
            { DelayMilliseconds: < 0 } or { PauseMilliseconds: < 0 } or { RetryAfterSeconds: < 0 } => "A time must not be negative.",
            _ => null,
        };
    }

    public static Fault Build(FaultDocument document, FaultPlan plan)
    {
        var fault = plan.On(document.Method, document.Path);
        SetConditions(fault, document);
        SetHeaders(fault, document);
        SetResponse(fault, document);
        SetDelivery(fault, document);
        return fault;
    }

    private static void SetConditions(Fault fault, FaultDocument document)
    {
        foreach ((var name, var value) in document.Query ?? [])
        {
            fault.WhereQuery(name, value);
        }

        _ = document.Key is { } label ? fault.WhereKey(label) : fault;
        _ = document.Times is { } times ? fault.Times(times) : fault;
        _ = document.After is { } after ? fault.After(after) : fault;
        _ = document.Every is { } every ? fault.Every(every) : fault;
        _ = document.Nth is { } nth ? fault.Nth(nth) : fault;
    }

    private static void SetHeaders(Fault fault, FaultDocument document)
    {
        foreach ((var name, var value) in document.Headers ?? [])
        {
            fault.WithHeader(name, value);
        }

        _ = document.RetryAfterSeconds is { } wait ? fault.RetryAfter(TimeSpan.FromSeconds(wait)) : fault;
        _ = document.RetryAfterDateSeconds is { } later ? fault.RetryAfterDate(TimeSpan.FromSeconds(later)) : fault;
        _ = document.RateLimitResetSeconds is { } reset ? fault.RateLimitReset(TimeSpan.FromSeconds(reset)) : fault;
        _ = document.RateLimitReason is { } reason ? fault.RateLimitReason(reason) : fault;
    }

    private static void SetResponse(Fault fault, FaultDocument document)
    {
        _ = document.NoBody ? fault.WithoutBody() : fault;
        _ = document.EchoAuthorization ? fault.EchoAuthorization() : fault;
        _ = document.AfterProcessing ? fault.AfterProcessing() : fault;
        var ok = document.Status ?? StatusCodes.Status200OK;
        _ = document switch
        {
            { Redirect: { } location } => fault.Redirect(location, document.Status ?? StatusCodes.Status302Found),
            { LoginPage: true } => fault.LoginPage(ok),
            { MalformedJson: true } => fault.MalformedJson(ok),
            { EmptyBody: true } => fault.EmptyBody(ok),
            { Body: { } body } => fault.RespondWith(ok, body, document.ContentType ?? "application/json"),
            { Status: { } status } => fault.Respond(status, detail: document.Detail),
            _ => fault,
        };
    }

    private static void SetDelivery(Fault fault, FaultDocument document)
    {
        _ = document.DelayMilliseconds is { } delay ? fault.Delay(TimeSpan.FromMilliseconds(delay)) : fault;
        _ = document.PauseMilliseconds is { } pause ? fault.SlowBody(TimeSpan.FromMilliseconds(pause), document.ChunkSize ?? 256) : fault;
        _ = document switch
        {
            { Reset: true } => fault.Reset(),
            { ResetHalfway: true } => fault.ResetHalfway(),
            { Truncate: true } => fault.Truncate(),
            _ => fault,
        };
        _ = document.RepeatCursor ? fault.RepeatCursor() : fault;
        _ = document.AdjustCount is { } by ? fault.AdjustCount(by) : fault;
        if (document.Hold)
        {
            fault.Hold();
        }
    }
}
