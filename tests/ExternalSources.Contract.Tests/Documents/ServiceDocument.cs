using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Microsoft.OpenApi;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>A service's published description.</summary>
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

    /// <exception cref="FormatException">The document is not one that the reader understands whole.</exception>
    public static async Task<ServiceDocument> ReadAsync(string json)
    {
        var read = OpenApiDocument.Parse(json, "json");
        var document = read.Document ?? throw new FormatException("There is no document.");
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

    /// <summary>The call that a request makes. A path that is written out goes before one with placeholders.</summary>
    public DocumentedCall? Find(HttpMethod method, string path) =>
        _calls.Where(call => call.Method == method && call.IsAt(path)).MinBy(call => call.Placeholders);

    public IEnumerable<string> Problems(JToken? value, IOpenApiSchema schema) => _schemas.Problems(value, schema);

    /// <summary>Holds a value against one of the document's named schemas.</summary>
    public IEnumerable<string> Problems(JToken? value, string schema) => _schemas.Problems(value, schema);

    /// <summary>Where the published documents say something else than they mean.</summary>
    private sealed class Corrections : OpenApiVisitorBase
    {
        public override void Visit(IOpenApiSchema schema)
        {
            if (schema is not OpenApiSchema own)
            {
                return;
            }

            // Written as a YAML block, a pattern ends with a line break that no value has.
            own.Pattern = own.Pattern?.TrimEnd('\n');

            // The discriminator chooses one of them. Without it the general one fits beside the special one, and then "exactly one" fails.
            if (own is { Discriminator: not null, OneOf.Count: > 0 })
            {
                (own.AnyOf, own.OneOf, own.Discriminator) = (own.OneOf, null, null);
            }
        }
    }
}
