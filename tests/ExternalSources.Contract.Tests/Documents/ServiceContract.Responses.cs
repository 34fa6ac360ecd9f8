using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.OpenApi;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Contract.Tests.Documents;

/// <content>Responses: their status, content type, and body are those of the documents.</content>
internal sealed partial class ServiceContract
{
    public IEnumerable<Problem> ProblemsOfResponse(Exchange exchange) => ProblemsOf(exchange).Select(problem => Problem(exchange, problem));

    /// <summary>Whether the document lists the status of a response, but describes no body.</summary>
    public bool IsDocumentedWithoutBody(Exchange exchange) => ExpectedBy(CallOf(exchange), exchange) is { } expected && !HasBody(expected);

    private static IOpenApiResponse? ExpectedBy(DocumentedCall? call, Exchange exchange)
    {
        IOpenApiResponse? expected = null;
        call?.Operation.Responses?.TryGetValue(exchange.Status.ToString(CultureInfo.InvariantCulture), out expected);
        return expected;
    }

    private static bool HasBody(IOpenApiResponse expected) => expected.Content?.Values.Any(media => media.Schema is not null) == true;

    private IEnumerable<string> ProblemsOf(Exchange exchange)
    {
        var (document, call) = Find(exchange);
        var expected = ExpectedBy(call, exchange);
        if (expected is not null && !HasBody(expected) && exchange.ResponseBody.Length == 0)
        {
            return [];
        }

        if (_tolerances.Any(tolerance => tolerance.AcceptsBody(this, exchange)))
        {
            return [];
        }

        if (expected is not null && HasBody(expected))
        {
            return ProblemsOfBody(document!, expected, exchange);
        }

        // A path or a method that no document has can only be refused.
        if (call is null)
        {
            return exchange.Status is 401 or 403 or 404 or 405 or 429 ? ProblemsOfError(exchange) : ["no document describes the call"];
        }

        return _tolerances.Any(tolerance => tolerance.AcceptsStatus(this, exchange)) ? ProblemsOfError(exchange)
            : expected is null ? ["the status is not documented"]
            : ["the body is not documented"];
    }

    /// <summary>The problems of an error whose format is not documented for its call. It has a format of the same service.</summary>
    private IEnumerable<string> ProblemsOfError(Exchange exchange)
    {
        if (exchange.ResponseType != "application/json" || JsonText.TryParse(exchange.ResponseBody) is not JObject body)
        {
            return [$"the error is not a JSON object but {exchange.ResponseType ?? "has no type"}"];
        }

        return IsOrganization(exchange) ? ProblemsOfSchema(Organization, body, "Errors").Concat(ProblemsOfStatus(body, exchange))
            : IsUserManagement(exchange)
                ? body["key"]?.Type == JTokenType.String ? []
                    : ["the error has no key"]
            : ProblemsOfSchema(Jira, body, "ErrorCollection");
    }

    private static IEnumerable<string> ProblemsOfStatus(JToken body, Exchange exchange) =>
        body.SelectToken("errors[0].status")?.ToString() is { } status && status != exchange.Status.ToString(CultureInfo.InvariantCulture)
            ? ["the error has a different status in its body"]
            : [];

    private static IEnumerable<string> ProblemsOfSchema(ServiceDocument document, JToken body, string schema) =>
        document.Problems(body, schema).Concat(ProblemsOfStrangers(body, document.Schema(schema)));

    private static IEnumerable<string> ProblemsOfBody(ServiceDocument document, IOpenApiResponse expected, Exchange exchange)
    {
        if (exchange.ResponseType is not { } type || !expected.Content!.TryGetValue(type, out var media))
        {
            return [$"the content type is {exchange.ResponseType ?? "missing"}, not {string.Join(" or ", expected.Content!.Keys)}"];
        }

        if (media.Schema is null)
        {
            return [];
        }

        if (JsonText.TryParse(exchange.ResponseBody) is not { } body)
        {
            return ["the body is not JSON"];
        }

        return document.Problems(body, media.Schema).Concat(ProblemsOfStrangers(body, media.Schema)).Concat(ProblemsOfStatus(body, exchange));
    }

    /// <summary>A body in which every member is unknown to the schema has another format, though the schema requires no member.</summary>
    private static IEnumerable<string> ProblemsOfStrangers(JToken body, IOpenApiSchema schema)
    {
        string[] known = [.. MembersOf(schema)];
        return known.Length > 0 && schema.AdditionalProperties is null && body is JObject { Count: > 0 } json && !known.Any(json.ContainsKey)
            ? ["the body has no member that the document describes"]
            : [];
    }

    private static IEnumerable<string> MembersOf(IOpenApiSchema schema) =>
        (schema.Properties?.Keys ?? []).Concat(
            ((IList<IOpenApiSchema>?[])[schema.AllOf, schema.AnyOf, schema.OneOf]).SelectMany(part => part ?? []).SelectMany(MembersOf)
        );
}
