using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>A call in a document: a path and a method.</summary>
internal sealed partial class DocumentedCall
{
    private readonly Regex _path;

    public DocumentedCall(HttpMethod method, string path, OpenApiOperation operation, IEnumerable<IOpenApiParameter> shared)
    {
        Method = method;
        Path = path;
        Operation = operation;
        Parameters = [.. operation.Parameters ?? [], .. shared];
        Placeholders = Placeholder().Count(path);
        _path = new Regex("^" + string.Join("[^/]+", Placeholder().Split(path).Select(Regex.Escape)) + "$", RegexOptions.CultureInvariant);
    }

    public HttpMethod Method { get; }

    public string Path { get; }

    public OpenApiOperation Operation { get; }

    public IReadOnlyList<IOpenApiParameter> Parameters { get; }

    public int Placeholders { get; }

    public bool IsAt(string path) => _path.IsMatch(path);

    public override string ToString() => Method + " " + Path;

    [GeneratedRegex(@"\{[^/}]+\}")]
    private static partial Regex Placeholder();
}
