using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.OpenApi;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Infrastructure;
using NJsonSchema.Validation;
using NJsonSchema.Validation.FormatValidators;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>The schemas of a document, for validation: the named ones, and those of each use. Each has an open and a closed form.</summary>
internal sealed partial class SchemaBook
{
    /// <summary>The format of the times of Jira: an offset needs no colon.</summary>
    public const string JiraDateTime = "jira-date-time";

    private const string Closed = "closed ";

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

        foreach (var schema in definitions.Properties().ToArray())
        {
            var closed = schema.Value.DeepClone();
            Direct(schema.Value, "#/definitions/");
            Close(closed);
            Direct(closed, "#/definitions/" + Closed);
            definitions[Closed + schema.Name] = closed;
        }

        var json = new JObject { ["definitions"] = definitions }.ToString(Newtonsoft.Json.Formatting.None);
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

    public IEnumerable<string> StrictProblems(JToken? value, IOpenApiSchema schema) => StrictProblems(value, _used[schema]);

    public IEnumerable<string> StrictProblems(JToken? value, string schema) => Problems(value, Closed + schema);

    public IEnumerable<string> Problems(JToken? value, string schema) =>
        _all.Definitions[schema].ActualSchema.Validate(value ?? JValue.CreateNull(), SchemaType.OpenApi3, Settings()).SelectMany(Tell);

    /// <summary>Points the references of a schema to where the validator looks. It finds named schemas only in the place of JSON Schema.</summary>
    private static void Direct(JToken schema, string place)
    {
        foreach (var reference in ((JContainer)schema).Descendants().OfType<JProperty>().Where(property => property.Name == "$ref").ToArray())
        {
            if ((string?)reference.Value is { } target && target.StartsWith("#/components/schemas/", StringComparison.Ordinal))
            {
                reference.Value = target.Replace("#/components/schemas/", place, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Forbids the members that a schema does not name, where it names any and does not say that there are others.</summary>
    private static void Close(JToken? schema)
    {
        if (schema is not JObject json)
        {
            return;
        }

        // The parts of a whole do not know each other's members, so they stay open.
        if (json["allOf"] is JArray { Count: > 1 } parts)
        {
            Direct(parts, "#/definitions/");
            return;
        }

        if (json["properties"] is JObject properties)
        {
            json["additionalProperties"] ??= false;
            foreach (var property in properties.Properties())
            {
                Close(property.Value);
            }
        }

        foreach (var name in (string[])["items", "additionalProperties", "not"])
        {
            Close(json[name]);
        }

        foreach (var alternative in ((string[])["allOf", "anyOf", "oneOf"]).SelectMany(name => (JArray?)json[name] ?? []))
        {
            Close(alternative);
        }
    }

    private static JsonSchemaValidatorSettings Settings()
    {
        var settings = new JsonSchemaValidatorSettings();
        settings.FormatValidators =
        [
            .. settings.FormatValidators.Where(validator => validator.Format != JsonFormatStrings.DateTime),
            new Time(JsonFormatStrings.DateTime, Rfc3339()),
            new Time(JiraDateTime, WithoutColon()),
        ];
        return settings;
    }

    // For items and alternatives, the reasons are one level below.
    private static IEnumerable<string> Tell(ValidationError error) =>
        error is not ChildSchemaValidationError { Errors: var inner } ? [error.Path + ": " + error.Kind]
        : inner.SelectMany(part => part.Value).SelectMany(Tell).Distinct() is var reasons && error.Kind == ValidationErrorKind.ArrayItemNotValid ? reasons
        : reasons.Prepend(error.Path + ": " + error.Kind);

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

        // The validator ignores discriminators. Without them, a value can match the general and the special schema, and "exactly one" fails.
        foreach (var part in json.DescendantsAndSelf().OfType<JObject>().Where(found => found["discriminator"] is JObject).ToArray())
        {
            part.Remove("discriminator");
            if (part["oneOf"] is { } alternatives)
            {
                part.Remove("oneOf");
                part["anyOf"] = alternatives;
            }
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

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Rfc3339();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$")]
    private static partial Regex WithoutColon();

    /// <summary>Validates dates and times.</summary>
    private sealed class Time(string format, Regex form) : IFormatValidator
    {
        public ValidationErrorKind ValidationErrorKind => ValidationErrorKind.DateTimeExpected;

        public string Format => format;

        public bool IsValid(string value, JTokenType tokenType) =>
            form.IsMatch(value) && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }
}
