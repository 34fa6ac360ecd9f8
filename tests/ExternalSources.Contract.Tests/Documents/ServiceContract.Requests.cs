using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Web;
using Microsoft.OpenApi;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Contract.Tests.Documents;

/// <content>Requests: what the documents do not describe is a problem.</content>
internal sealed partial class ServiceContract
{
    public IEnumerable<Problem> ProblemsOfRequest(Exchange exchange)
    {
        var (document, call) = Find(exchange);
        return (
            document is null || call is null
                ? ["no document describes the call"]
                : ProblemsOfPath(document, call, exchange)
                    .Concat(ProblemsOfQuery(document, call, exchange))
                    .Concat(ProblemsOfRequestBody(document, call, exchange))
        ).Select(problem => Problem(exchange, problem));
    }

    private static IEnumerable<string> ProblemsOfPath(ServiceDocument document, DocumentedCall call, Exchange exchange)
    {
        foreach ((var name, var value) in call.ValuesIn(exchange.Path))
        {
            if (call.Parameters.FirstOrDefault(parameter => parameter.In == ParameterLocation.Path && parameter.Name == name) is not { } parameter)
            {
                yield return $"the document has no path parameter '{name}'";
                continue;
            }

            foreach (var problem in document.StrictProblems(Typed(value, parameter.Schema), parameter.Schema!))
            {
                yield return $"path parameter '{name}' {problem}";
            }
        }
    }

    private static IEnumerable<string> ProblemsOfQuery(ServiceDocument document, DocumentedCall call, Exchange exchange)
    {
        var query = HttpUtility.ParseQueryString(exchange.Address.Query);
        var known = call.Parameters.Where(parameter => parameter.In == ParameterLocation.Query).ToDictionary(parameter => parameter.Name!);
        foreach (var name in query.AllKeys.Where(name => name is null || !known.ContainsKey(name)))
        {
            yield return $"unknown query parameter '{name}'";
        }

        foreach ((var name, var parameter) in known)
        {
            if (query.GetValues(name) is not { } values)
            {
                if (parameter.Required)
                {
                    yield return $"query parameter '{name}' is missing";
                }

                continue;
            }

            var isList = parameter.Schema!.Type?.HasFlag(JsonSchemaType.Array) == true;
            if (!isList && values.Length > 1)
            {
                yield return $"query parameter '{name}' is not a list, but is repeated {values.Length} times";
            }

            var value = isList
                ? new JArray((parameter.Explode ? values : values.SelectMany(text => text.Split(','))).Select(text => Typed(text, parameter.Schema.Items)))
                : Typed(values[0], parameter.Schema);
            foreach (var problem in document.StrictProblems(value, parameter.Schema))
            {
                yield return $"query parameter '{name}' {problem}";
            }
        }
    }

    private static JToken Typed(string text, IOpenApiSchema? schema) =>
        schema?.Type switch
        {
            { } type
                when type.HasFlag(JsonSchemaType.Integer) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
                number,
            { } type when type.HasFlag(JsonSchemaType.Number) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
                number,
            { } type when type.HasFlag(JsonSchemaType.Boolean) && text is "true" or "false" => text == "true",
            _ => text,
        };

    private IEnumerable<string> ProblemsOfRequestBody(ServiceDocument document, DocumentedCall call, Exchange exchange)
    {
        var expected = call.Operation.RequestBody;
        if (exchange.RequestBody is not { } text)
        {
            return expected?.Required == true ? ["the request has no body"] : RequiredOfNothing(expected);
        }

        if (expected is null)
        {
            return _tolerances.Any(tolerance => tolerance.AcceptsRequestBody(this, exchange))
                ? []
                : ["the request has a body, but the call does not accept one"];
        }

        if (exchange.RequestType is not { } type || expected.Content?.TryGetValue(type, out var media) != true)
        {
            return [$"request: the content type is {exchange.RequestType ?? "missing"}, not {string.Join(" or ", expected.Content?.Keys ?? [])}"];
        }

        return JsonText.TryParse(text) is not { } body
            ? ["request: the body is not JSON"]
            : document
                .StrictProblems(body, media!.Schema!)
                .Concat(Exclusion.All.SelectMany(exclusion => exclusion.Problems(call, body)))
                .Select(problem => "request: " + problem);
    }

    // A document that forgets to require the body still requires members of it.
    private static IEnumerable<string> RequiredOfNothing(IOpenApiRequestBody? expected) =>
        expected?.Content?.Values.Any(media => media.Schema?.Required is { Count: > 0 }) == true
            ? ["the request has no body, but members of it are required"]
            : [];
}
