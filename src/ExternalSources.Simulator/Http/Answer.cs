using System;
using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Http;

/// <summary>Whole answers: status, type, length, body.</summary>
internal static class Answer
{
    public const string Json = "application/json";
    public const string JsonWithCharset = "application/json;charset=UTF-8";
    public const string Html = "text/html;charset=UTF-8";
    public const string Text = "text/plain;charset=UTF-8";

    // Atlassian's services write letters of all scripts as they are.
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static Task JsonAsync(HttpContext context, int status, Action<Utf8JsonWriter> write) =>
        JsonAsync(context, status, write, static (writer, write) => write(writer));

    public static Task JsonAsync<TState>(HttpContext context, int status, TState state, Action<Utf8JsonWriter, TState> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer, state);
        }

        string type = ApiFamilies.Of(context.Request.Path) == ApiFamily.Site ? JsonWithCharset : Json;
        return BytesAsync(context, status, type, buffer.WrittenMemory);
    }

    public static Task TextAsync(HttpContext context, int status, string type, string text) =>
        BytesAsync(context, status, type, Encoding.UTF8.GetBytes(text));

    public static Task EmptyAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task BytesAsync(HttpContext context, int status, string type, ReadOnlyMemory<byte> body)
    {
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
