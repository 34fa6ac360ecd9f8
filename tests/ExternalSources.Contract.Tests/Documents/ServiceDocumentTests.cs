using System;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Xunit;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>The validator reports invalid values, and nothing else, in the dialect of the documents.</summary>
public sealed class ServiceDocumentTests
{
    private const string Text = """
        {
          "openapi": "3.0.1",
          "info": { "title": "Sample", "version": "1" },
          "paths": {
            "/things/{id}": { "get": {
              "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
              "responses": { "200": { "description": "One", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" },
              "example": "{\"id\":1}" } } } } } },
            "/things/count": { "get": { "responses": { "200": { "description": "How many" } } } }
          },
          "components": { "schemas": {
            "Thing": {
              "type": "object",
              "required": ["id"],
              "additionalProperties": false,
              "properties": {
                "id": { "type": "string", "pattern": "^[a-z]{1,3}$" },
                "note": { "type": "string", "nullable": true },
                "kind": { "type": "string", "enum": ["large", "small"] },
                "made": { "type": "string", "format": "date-time" },
                "parts": { "type": "array", "items": { "$ref": "#/components/schemas/Part" } },
                "rule": { "$ref": "#/components/schemas/Rule" }
              }
            },
            "Part": { "type": "object", "properties": { "size": { "type": "integer", "format": "int32" } } },
            "Rule": {
              "oneOf": [{ "$ref": "#/components/schemas/General" }, { "$ref": "#/components/schemas/Special" }],
              "discriminator": { "propertyName": "key", "mapping": { "general": "#/components/schemas/General", "special": "#/components/schemas/Special" } }
            },
            "General": { "type": "object", "required": ["key"], "properties": { "key": { "type": "string" } } },
            "Special": { "type": "object", "required": ["key", "allowed"], "properties": {
              "key": { "type": "string" }, "allowed": { "type": "boolean", "enum": [true] } } }
          } }
        }
        """;

    [Theory]
    [InlineData("""{"id":"a"}""")]
    [InlineData("""{"id":"a","note":null}""")]
    [InlineData("""{"id":"a","kind":"small","parts":[{"size":1,"unknown":"members are ignored"},{}]}""")]
    [InlineData("""{"id":"a","made":"2026-07-01T12:00:00Z"}""")]
    [InlineData("""{"id":"a","rule":{"key":"special","allowed":true}}""")]
    public async Task A_valid_value_has_no_problems(string body) => Assert.Empty(await ProblemsAsync(body));

    [Theory]
    [InlineData("""{}""", "id", "PropertyRequired")]
    [InlineData("""{"id":1}""", "id", "StringExpected")]
    [InlineData("""{"id":null}""", "id", "StringExpected")]
    [InlineData("""{"id":"A"}""", "id", "PatternMismatch")]
    [InlineData("""{"id":"a","more":1}""", "more", "NoAdditionalPropertiesAllowed")]
    [InlineData("""{"id":"a","kind":"huge"}""", "kind", "NotInEnumeration")]
    [InlineData("""{"id":"a","made":"yesterday"}""", "made", "DateTimeExpected")]
    [InlineData("""{"id":"a","made":"2026-07-01"}""", "made", "DateTimeExpected")]
    [InlineData("""{"id":"a","made":"2026-07-01T12:00:00.000+0000"}""", "made", "DateTimeExpected")]
    [InlineData("""{"id":"a","made":"2026-13-01T12:00:00Z"}""", "made", "DateTimeExpected")]
    [InlineData("""{"id":"a","parts":[{"size":1},{"size":"1"}]}""", "parts[1].size", "IntegerExpected")]
    [InlineData("""{"id":"a","parts":{}}""", "parts", "ArrayExpected")]
    [InlineData("""{"id":"a","rule":{}}""", "rule", "PropertyRequired")]
    [InlineData("""[]""", "", "ObjectExpected")]
    public async Task An_invalid_value_is_reported_with_its_place(string body, string place, string kind) =>
        Assert.Contains(await ProblemsAsync(body), problem =>
            problem.Contains(place, StringComparison.Ordinal) && problem.EndsWith(": " + kind, StringComparison.Ordinal)
        );

    [Fact]
    public async Task A_literal_path_has_priority_over_a_placeholder()
    {
        var document = await ServiceDocument.ReadAsync(Text);

        Assert.Equal("GET /things/count", document.Find(HttpMethod.Get, "/things/count")!.ToString());
        Assert.Equal("GET /things/{id}", document.Find(HttpMethod.Get, "/things/a%2Fb")!.ToString());
        Assert.Null(document.Find(HttpMethod.Get, "/things/a/b"));
        Assert.Null(document.Find(HttpMethod.Post, "/things/count"));
    }

    [Fact]
    public async Task An_invalid_document_is_refused() =>
        await Assert.ThrowsAsync<FormatException>(() =>
            ServiceDocument.ReadAsync(Text.Replace("schemas/Part\"", "schemas/Missing\"", StringComparison.Ordinal))
        );

    private static async Task<string[]> ProblemsAsync(string body)
    {
        var document = await ServiceDocument.ReadAsync(Text);
        using var reader = new JsonTextReader(new System.IO.StringReader(body)) { DateParseHandling = DateParseHandling.None };
        return
        [
            .. document.Problems(
                JToken.ReadFrom(reader),
                document.Calls.Single(call => call.Placeholders == 1).Operation.Responses!["200"].Content!["application/json"].Schema!
            ),
        ];
    }
}
