using System.Text.Encodings.Web;
using System.Text.Json;

namespace ExternalSources.Simulator.Tests;

internal static class Json
{
    public static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
