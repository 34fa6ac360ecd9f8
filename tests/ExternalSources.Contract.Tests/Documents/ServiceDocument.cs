using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Microsoft.OpenApi;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>The published OpenAPI document of a service.</summary>
internal sealed class ServiceDocument
{
    private readonly SchemaBook _schemas;
    private readonly IReadOnlyList<DocumentedCall> _calls;

    private ServiceDocument(SchemaBook schemas, IReadOnlyList<DocumentedCall> calls)
    {
        _schemas = schemas;
        _calls = calls;
    }

    public IReadOnlyList<DocumentedCall> Calls => _calls;

    /// <exception cref="FormatException">The reader cannot read the complete document.</exception>
    public static async Task<ServiceDocument> ReadAsync(string json)
    {
        var read = OpenApiDocument.Parse(json, "json");
        var document = read.Document ?? throw new FormatException("The document is empty.");
        if (read.Diagnostic is { } diagnostic && diagnostic.Errors.Concat(diagnostic.Warnings).ToArray() is { Length: > 0 } flaws)
        {
            throw new FormatException(string.Join('\n', flaws.Select(flaw => flaw.Pointer + ": " + flaw.Message)));
        }

        new OpenApiWalker(new Corrections()).Walk(document);
        var schemas = await SchemaBook.CreateAsync(document);
        return new ServiceDocument(
            schemas,
            [
                .. from path in document.Paths
                from operation in path.Value.Operations ?? []
                select new DocumentedCall(operation.Key, path.Key, operation.Value, path.Value.Parameters ?? []),
            ]
        );
    }

    /// <summary>Returns the call of a request. A literal path has priority over one with placeholders.</summary>
    public DocumentedCall? Find(HttpMethod method, string path) =>
        _calls.Where(call => call.Method == method && call.IsAt(path)).MinBy(call => call.Placeholders);

    public IEnumerable<string> Problems(JToken? value, IOpenApiSchema schema) => _schemas.Problems(value, schema);

    /// <summary>Validates a value against a named schema of the document.</summary>
    public IEnumerable<string> Problems(JToken? value, string schema) => _schemas.Problems(value, schema);

    /// <summary>Corrects errors in the published documents.</summary>
    private sealed class Corrections : OpenApiVisitorBase
    {
        public override void Visit(IOpenApiSchema schema)
        {
            if (schema is not OpenApiSchema own)
            {
                return;
            }

            // A pattern in a YAML block ends with a line break, which no value has.
            own.Pattern = own.Pattern?.TrimEnd('\n');

            // The validator ignores the discriminator. Without it, a value can match the general and the special schema, and "exactly one" fails.
            if (own is { Discriminator: not null, OneOf.Count: > 0 })
            {
                (own.AnyOf, own.OneOf, own.Discriminator) = (own.OneOf, null, null);
            }
        }
    }
}
