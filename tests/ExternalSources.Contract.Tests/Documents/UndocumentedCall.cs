using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>A call that no published document describes: an entry of <c>undocumented.openapi.json</c>.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, with placeholders.</param>
/// <param name="Source">The address of the page that describes the call.</param>
/// <param name="IsForLater">Whether nothing uses the call yet.</param>
internal sealed record UndocumentedCall(HttpMethod Method, string Path, string? Source, bool IsForLater)
{
    public static IEnumerable<UndocumentedCall> ListIn(string document) =>
        from path in ((JObject)JObject.Parse(document)["paths"]!).Properties()
        from operation in ((JObject)path.Value).Properties()
        select new UndocumentedCall(
            HttpMethod.Parse(operation.Name),
            path.Name,
            (string?)operation.Value["x-source"],
            (bool?)operation.Value["x-later"] == true
        );

    public override string ToString() => Method + " " + Path;
}
