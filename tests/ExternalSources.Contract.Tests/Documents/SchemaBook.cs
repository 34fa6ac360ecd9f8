using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.OpenApi;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Infrastructure;
using NJsonSchema.Validation;
using NJsonSchema.Validation.FormatValidators;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>The schemas of a document, for validation: the named ones, and those of each use.</summary>
internal sealed class SchemaBook
{
    private readonly JsonSchema _all;
    private readonly Dictionary<IOpenApiSchema, string> _used;

    private SchemaBook(JsonSchema all, Dictionary<IOpenApiSchema, string> used)
    {
        _all = all;
        _used = used;
    }

    public static async Task<SchemaBook> CreateAsync(OpenApiDocument document)
    {
        var collector = new Collector();
        new OpenApiWalker(collector).Walk(document);
        var definitions = new JObject();
        foreach ((var name, var schema) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>())
        {
            definitions[name] = await JsonAsync(schema);
        }

        var used = new Dictionary<IOpenApiSchema, string>(ReferenceEqualityComparer.Instance);
        foreach (var schema in collector.Found.Where(schema => !used.ContainsKey(schema)))
        {
            var name = $"use {used.Count}";
            used.Add(schema, name);
            definitions[name] = await JsonAsync(schema);
        }

        // The validator finds named schemas only in the place of JSON Schema.
        foreach (
            var reference in definitions
                .Descendants()
                .OfType<JProperty>()
                .Where(property => property.Name == "$ref")
                .Select(property => property.Value)
                .OfType<JValue>()
                .ToArray()
        )
        {
            reference.Value = ((string)reference.Value!).Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal);
        }

        var json = new JObject { ["definitions"] = definitions }.ToString(Formatting.None);
        var all = await JsonSchemaSerialization.FromJsonAsync<JsonSchema>(
            json,
            SchemaType.OpenApi3,
            documentPath: null,
            root => new JsonReferenceResolver(new JsonSchemaAppender(root, new DefaultTypeNameGenerator())),
            JsonSchema.CreateJsonSerializerContractResolver(SchemaType.OpenApi3),
            default
        );
        return new SchemaBook(all, used);
    }

    public IEnumerable<string> Problems(JToken? value, IOpenApiSchema schema) => Problems(value, _used[schema]);

    public IEnumerable<string> Problems(JToken? value, string schema) =>
        _all.Definitions[schema].ActualSchema.Validate(value ?? JValue.CreateNull(), SchemaType.OpenApi3, Settings()).SelectMany(Tell);

    private static JsonSchemaValidatorSettings Settings()
    {
        var settings = new JsonSchemaValidatorSettings();
        settings.FormatValidators = [.. settings.FormatValidators.Where(validator => validator.Format != JsonFormatStrings.DateTime), new LenientDate()];
        return settings;
    }

    // For alternatives, the reasons are one level below.
    private static IEnumerable<string> Tell(ValidationError error) =>
        error is ChildSchemaValidationError { Errors: var inner }
            ? inner.SelectMany(alternative => alternative.Value).SelectMany(Tell).Distinct().Prepend(error.Path + ": " + error.Kind)
            : [error.Path + ": " + error.Kind];

    private static async Task<JObject> JsonAsync(IOpenApiSchema schema)
    {
        var json = JObject.Parse(await schema.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0));

        // Some examples do not have the type of their schema. They do not affect validation.
        foreach (
            var example in json.DescendantsAndSelf()
                .OfType<JObject>()
                .Select(part => part.Property("example"))
                .OfType<JProperty>()
                .Where(example => example.Parent?.Parent is not JProperty { Name: "properties" })
                .ToArray()
        )
        {
            example.Remove();
        }

        return json;
    }

    /// <summary>Finds the schemas of parameters, requests, and responses.</summary>
    private sealed class Collector : OpenApiVisitorBase
    {
        public List<IOpenApiSchema> Found { get; } = [];

        public override void Visit(IOpenApiParameter parameter) => Add(parameter.Schema);

        public override void Visit(IOpenApiMediaType mediaType) => Add(mediaType.Schema);

        private void Add(IOpenApiSchema? schema)
        {
            if (schema is not null)
            {
                Found.Add(schema);
            }
        }
    }

    /// <summary>Validates dates and times. Jira writes the offset as +0000, without the colon of RFC 3339.</summary>
    private sealed class LenientDate : IFormatValidator
    {
        public ValidationErrorKind ValidationErrorKind => ValidationErrorKind.DateTimeExpected;

        public string Format => JsonFormatStrings.DateTime;

        public bool IsValid(string value, JTokenType tokenType) =>
            value.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out _);
    }
}
