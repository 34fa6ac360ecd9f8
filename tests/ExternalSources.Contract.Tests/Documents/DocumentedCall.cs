using System;
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
    private readonly string[] _names;

    public DocumentedCall(HttpMethod method, string basePath, string path, OpenApiOperation operation, IEnumerable<IOpenApiParameter> shared)
    {
        Method = method;
        Path = basePath + path;
        Operation = operation;
        Parameters = [.. operation.Parameters ?? [], .. shared];
        _names = [.. Placeholder().Matches(Path).Select(match => match.Value.Trim('{', '}'))];
        _path = new Regex("^" + string.Join("([^/]+)", Placeholder().Split(Path).Select(Regex.Escape)) + "$", RegexOptions.CultureInvariant);
    }

    public HttpMethod Method { get; }

    /// <summary>The path with the base of the service.</summary>
    public string Path { get; }

    public OpenApiOperation Operation { get; }

    public IReadOnlyList<IOpenApiParameter> Parameters { get; }

    public int Placeholders => _names.Length;

    public bool IsAt(string path) => _path.IsMatch(path);

    /// <summary>Whether another template has the same form: placeholders may have other names.</summary>
    public bool HasFormOf(string template) => Placeholder().Replace(template, "{}") == Placeholder().Replace(Path, "{}");

    /// <summary>The values of the placeholders in a path of this call, decoded.</summary>
    public IEnumerable<(string Name, string Value)> ValuesIn(string path) =>
        _names.Zip(_path.Match(path).Groups.Values.Skip(1), (name, group) => (name, Uri.UnescapeDataString(group.Value)));

    public override string ToString() => Method + " " + Path;

    [GeneratedRegex(@"\{[^/}]+\}")]
    private static partial Regex Placeholder();
}
