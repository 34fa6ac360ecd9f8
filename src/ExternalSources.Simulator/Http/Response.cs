using System;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.Simulator.Faults;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Http;

/// <summary>Writes complete responses: status, content type, length, and body.</summary>
internal static class Response
{
    public const string Json = "application/json";
    public const string JsonWithCharset = "application/json;charset=UTF-8";
    public const string Html = "text/html;charset=UTF-8";
    public const string Text = "text/plain;charset=UTF-8";

    public static Task JsonAsync(HttpContext context, int status, Action<Utf8JsonWriter> write) =>
        JsonAsync(context, status, write, static (writer, write) => write(writer));

    public static async Task JsonAsync<TState>(HttpContext context, int status, TState state, Action<Utf8JsonWriter, TState> write)
    {
        using var json = PooledJson.Rent();
        write(json.Writer, state);
        var type = ApiFamilies.Of(context.Request.Path) == ApiFamily.Site ? JsonWithCharset : Json;
        var isList = status == StatusCodes.Status200OK && context.Features.Get<ServiceBehavior>() is { NullRows: true };
        await BytesAsync(context, status, type, isList ? NullRows.AddTo(json.Written) : json.Written);
    }

    public static Task TextAsync(HttpContext context, int status, string type, string text) => BytesAsync(context, status, type, Encoding.UTF8.GetBytes(text));

    /// <summary>A count as the response shows it. It is the true one unless a fault adjusts it.</summary>
    public static int Count(HttpContext context, int count) => int.Max(0, count + (context.Features.Get<Fault>()?.CountAdjustment ?? 0));

    public static Task EmptyAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task BytesAsync(HttpContext context, int status, string type, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
