using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Microsoft.OpenApi;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>The OpenAPI document of a service.</summary>
internal sealed class ServiceDocument
{
    private readonly OpenApiDocument _document;
    private readonly SchemaBook _schemas;

    private ServiceDocument(OpenApiDocument document, SchemaBook schemas, IReadOnlyList<DocumentedCall> calls)
    {
        _document = document;
        _schemas = schemas;
        Calls = calls;
    }

    public IReadOnlyList<DocumentedCall> Calls { get; }

    /// <summary>Reads a document whose paths begin at a base path, such as <c>/admin</c>.</summary>
    /// <exception cref="FormatException">The reader cannot read the complete document.</exception>
    public static async Task<ServiceDocument> ReadAsync(string json, string basePath = "")
    {
        var read = OpenApiDocument.Parse(json, "json");
        var document = read.Document ?? throw new FormatException("The document is empty.");
        if (read.Diagnostic is { } diagnostic && diagnostic.Errors.Concat(diagnostic.Warnings).ToArray() is { Length: > 0 } flaws)
        {
            throw new FormatException(string.Join('\n', flaws.Select(flaw => flaw.Pointer + ": " + flaw.Message)));
        }

        var schemas = await SchemaBook.CreateAsync(document);
        return new ServiceDocument(
            document,
            schemas,
            [
                .. from path in document.Paths
                from operation in path.Value.Operations ?? []
                select new DocumentedCall(operation.Key, basePath, path.Key, operation.Value, path.Value.Parameters ?? []),
            ]
        );
    }

    /// <summary>Returns the call of a request. A literal path has priority over one with placeholders.</summary>
    public DocumentedCall? Find(HttpMethod method, string path) =>
        Calls.Where(call => call.Method == method && call.IsAt(path)).MinBy(call => call.Placeholders);

    /// <summary>Validates a value of a response. Members that the schema does not name are accepted where the schema does not forbid them.</summary>
    public IEnumerable<string> Problems(JToken? value, IOpenApiSchema schema) => _schemas.Problems(value, schema);

    /// <summary>Validates a value of a request. Members that the schema does not name are problems where the schema does not invite them.</summary>
    public IEnumerable<string> StrictProblems(JToken? value, IOpenApiSchema schema) => _schemas.StrictProblems(value, schema);

    /// <summary>Returns a named schema.</summary>
    public IOpenApiSchema Schema(string name) => _document.Components!.Schemas![name];

    /// <summary>Validates a value of a response against a named schema of the document.</summary>
    public IEnumerable<string> Problems(JToken? value, string schema) => _schemas.Problems(value, schema);
}
