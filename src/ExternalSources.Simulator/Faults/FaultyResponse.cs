using System.IO;
using System.Net.Http.Headers;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ExternalSources.Simulator.Faults;

/// <summary>Replaces the response of the service with the response of a fault.</summary>
internal sealed class FaultyResponse(RequestDelegate next)
{
    private const string Broken = """{"data":[{"id":"a1b2","name":"Acm""";

    private const string LoginPage = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Log in with Atlassian account</title></head>
        <body><h1>Log in to continue</h1><form method="post" action="/login"><input name="username"><button>Continue</button></form></body></html>
        """;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<Fault>() is not { } fault)
        {
            await next(context);
            return;
        }

        if (fault.Content == FaultContent.Real)
        {
            fault.WriteHeaders(context.Response.Headers);
            await next(context);
            return;
        }

        if (fault.RunsRealOneFirst)
        {
            await RunUnheardAsync(context);
        }

        fault.WriteHeaders(context.Response.Headers);
        await SayAsync(context, fault);
    }

    private static Task SayAsync(HttpContext context, Fault fault)
    {
        if (fault.Bodyless)
        {
            return Response.EmptyAsync(context, fault.Status);
        }

        return fault.Content switch
        {
            FaultContent.Error => Refusal.WriteAsync(context, ApiFamilies.Of(context.Request.Path), fault.Status, DetailOf(context, fault)),
            FaultContent.LoginPage => Response.TextAsync(context, fault.Status, Response.Html, LoginPage),
            FaultContent.MalformedJson => Response.TextAsync(context, fault.Status, Response.Json, Broken),
            FaultContent.Custom => Response.TextAsync(context, fault.Status, fault.ContentType!, fault.Body!),
            FaultContent.Empty => Response.TextAsync(context, fault.Status, Response.Json, ""),
            _ => Response.EmptyAsync(context, fault.Status),
        };
    }

    private static string? DetailOf(HttpContext context, Fault fault)
    {
        string? header = context.Request.Headers.Authorization;
        if (!fault.EchoesAuthorization || header is null)
        {
            return fault.Detail;
        }

        var clear =
            AuthenticationHeaderValue.TryParse(header, out var credentials)
            && credentials.Parameter is { } parameter
            && Caller.TrySplit(parameter, out var email, out var secret)
                ? " (" + email + ":" + secret + ")"
                : "";
        return (fault.Detail ?? "The request was refused.") + " Authorization: " + header + clear;
    }

    private async Task RunUnheardAsync(HttpContext context)
    {
        var real = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        try
        {
            await next(context);
        }
        finally
        {
            context.Features.Set(real);
        }

        context.Response.Clear();
    }
}
