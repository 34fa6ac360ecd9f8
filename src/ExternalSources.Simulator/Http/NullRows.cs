using System;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ExternalSources.Simulator.Http;

/// <summary>Adds a row that is <c>null</c> to a list, as services were seen to do.</summary>
internal static class NullRows
{
    private static readonly string[] Lists = ["data", "values", "groups", "product_access"];

    public static ReadOnlyMemory<byte> AddTo(ReadOnlyMemory<byte> body)
    {
        var json = JsonNode.Parse(body.Span);
        if (json is JsonArray rows)
        {
            rows.Add(null);
        }
        else if (json is JsonObject page)
        {
            foreach (var list in Lists)
            {
                (page[list] as JsonArray)?.Add(null);
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(json);
    }
}
