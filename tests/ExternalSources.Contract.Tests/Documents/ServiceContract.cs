using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using System.Web;
using ExternalSources.TestKit;
using Microsoft.OpenApi;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>Validates requests and responses against the documents of the three services.</summary>
internal sealed partial class ServiceContract
{
    private static readonly Lazy<Task<ServiceContract>> Read = new(ReadAsync);

    // Errors of the layers in front of the services. No document describes them.
    private static readonly string[][] PlainErrors =
    [
        ["message", "status-code"],
        ["code", "message"],
    ];

    // Observed calls that no document describes.
    private static readonly string[] Undocumented = ["/_edge/tenant_info", "/rest/api/2/serverInfo", "/rest/api/3/search/jql"];

    // The OpenAPI document lacks these calls, but the documentation describes them. Like disable and enable, they return 204 without a body.
    private static readonly string[] UndocumentedLifecycle = ["delete", "cancel-delete"];

    private static readonly int[] ErrorsOfAnyCall = [400, 401, 403, 404, 405, 409, 415, 429, 500, 502, 503, 504];

    private ServiceContract(ServiceDocument jira, ServiceDocument organization, ServiceDocument userManagement)
    {
        Jira = jira;
        Organization = organization;
        UserManagement = userManagement;
    }

    public ServiceDocument Jira { get; }

    public ServiceDocument Organization { get; }

    public ServiceDocument UserManagement { get; }

    private static string? Folder =>
        RepositoryPaths.Shared is { } shared && Directory.Exists(Path.Combine(shared, "specs")) ? Path.Combine(shared, "specs") : null;

    /// <summary>Returns the contract. Without the documents, the test is skipped.</summary>
    public static Task<ServiceContract> GetAsync()
    {
        Xunit.Assert.SkipWhen(Folder is null, "The documents of the services are missing. They belong in ../shared/specs.");
        return Read.Value;
    }

    /// <summary>Returns the documented call of a request; null when there is none.</summary>
    public DocumentedCall? CallOf(Exchange exchange) => DocumentOf(exchange).Find(exchange.Method, PathOf(exchange));

    public static bool IsUndocumented(Exchange exchange) => Undocumented.Contains(PathOf(exchange)) || IsUndocumentedLifecycle(exchange);

    public IEnumerable<string> ProblemsOfRequest(Exchange exchange)
    {
        if (IsUndocumentedLifecycle(exchange))
        {
            return exchange.RequestBody is null ? [] : [$"{exchange}: the request has a body, but the call does not accept one"];
        }

        if (IsUndocumented(exchange))
        {
            return [];
        }

        return (
            CallOf(exchange) is not { } call
                ? ["no document describes the call"]
                : ProblemsOfParameters(DocumentOf(exchange), call, exchange).Concat(ProblemsOfRequestBody(DocumentOf(exchange), call, exchange))
        ).Select(problem => $"{exchange}: {problem}");
    }

    public IEnumerable<string> ProblemsOfResponse(Exchange exchange) => ProblemsOfResponseAlone(exchange).Select(problem => $"{exchange}: {problem}");

    private static async Task<ServiceContract> ReadAsync()
    {
        Task<string> ReadText(string name) => File.ReadAllTextAsync(Path.Combine(Folder!, name));
        return new ServiceContract(
            await ServiceDocument.ReadAsync(await ReadText("jira-platform-v3.subset.json")),
            await ServiceDocument.ReadAsync(await ReadText("organization-v2.json")),
            await ServiceDocument.ReadAsync(WithoutSlips(await ReadText("user-management.json")))
        );
    }

    /// <summary>Corrects the document: some paths and parameters have different names, and one reference uses a response as a schema.</summary>
    private static string WithoutSlips(string userManagement)
    {
        var document = JObject.Parse(userManagement);
        var paths = (JObject)document["paths"]!;
        foreach (var path in paths.Properties().Where(path => path.Name.Contains("{accountId}", StringComparison.Ordinal)).ToArray())
        {
            path.Replace(new JProperty(path.Name.Replace("{accountId}", "{account_id}", StringComparison.Ordinal), path.Value));
        }

        foreach (var reference in paths.Descendants().OfType<JValue>().Where(value => value is { Value: "#/components/responses/ApiTokenResponse" }).ToArray())
        {
            reference.Parent!.Parent!.Replace(document.SelectToken("components.responses.ApiTokenResponse.content['application/json'].schema")!.DeepClone());
        }

        return document.ToString(Formatting.None);
    }

    private ServiceDocument DocumentOf(Exchange exchange)
    {
        var path = exchange.Address.AbsolutePath;
        return path.StartsWith("/admin/", StringComparison.Ordinal) ? Organization
            : path.StartsWith("/users/", StringComparison.Ordinal) ? UserManagement
            : Jira;
    }

    private static bool IsUndocumentedLifecycle(Exchange exchange) =>
        exchange.Method == HttpMethod.Post
        && Lifecycle().Match(exchange.Address.AbsolutePath) is { Success: true } match
        && UndocumentedLifecycle.Contains(match.Groups[1].Value);

    /// <summary>The path without the prefix of the gateway, as in the documents.</summary>
    private static string PathOf(Exchange exchange) => Gateway().Replace(exchange.Address.AbsolutePath, "");

    private static IEnumerable<string> ProblemsOfParameters(ServiceDocument document, DocumentedCall call, Exchange exchange)
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
            foreach (var problem in document.Problems(value, parameter.Schema))
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
            { } type when type.HasFlag(JsonSchemaType.Boolean) && text is "true" or "false" => text == "true",
            _ => text,
        };

    private static IEnumerable<string> ProblemsOfRequestBody(ServiceDocument document, DocumentedCall call, Exchange exchange)
    {
        var expected = call.Operation.RequestBody;
        if (exchange.RequestBody is null)
        {
            return expected?.Required == true ? ["the request has no body"] : [];
        }

        if (expected is null)
        {
            return ["the request has a body, but the call does not accept one"];
        }

        return ProblemsOfBody(document, expected.Content, exchange.RequestType, exchange.RequestBody).Select(problem => "request: " + problem);
    }

    private IEnumerable<string> ProblemsOfResponseAlone(Exchange exchange)
    {
        var call = CallOf(exchange);
        IOpenApiResponse? expected = null;
        call?.Operation.Responses?.TryGetValue(exchange.Status.ToString(CultureInfo.InvariantCulture), out expected);
        if (exchange.Succeeded)
        {
            if (IsUndocumentedLifecycle(exchange))
            {
                return exchange is { Status: 204, ResponseBody.Length: 0 } ? [] : ["the response is not 204 without a body"];
            }

            if (IsUndocumented(exchange))
            {
                return TryParse(exchange.ResponseBody) is JObject && exchange.ResponseType == "application/json" ? [] : ["the response is not a JSON object"];
            }

            return expected is null
                ? ["the status is not documented"]
                : ProblemsOfBody(DocumentOf(exchange), expected.Content, exchange.ResponseType, exchange.ResponseBody);
        }

        if (expected is null && !ErrorsOfAnyCall.Contains(exchange.Status))
        {
            return ["the status is not a documented error"];
        }

        // In addition to the errors of a call, a service has errors for all calls.
        return expected?.Content?.Values.Any(media => media.Schema is not null) == true && !IsOfGate(exchange)
            ? ProblemsOfBody(DocumentOf(exchange), expected.Content, exchange.ResponseType, exchange.ResponseBody)
            : ProblemsOfError(exchange);
    }

    /// <summary>Whether the response is a 401 of Jira, which is plain text or HTML, unlike in the document.</summary>
    private bool IsOfGate(Exchange exchange) => DocumentOf(exchange) == Jira && exchange.Status == 401 && exchange.ResponseType is "text/plain" or "text/html";

    private IEnumerable<string> ProblemsOfError(Exchange exchange)
    {
        if (IsOfGate(exchange))
        {
            return exchange.ResponseBody.Length > 0 ? [] : ["the error has no body"];
        }

        if (exchange.ResponseType != "application/json" || TryParse(exchange.ResponseBody) is not JObject body)
        {
            return [$"the error is not a JSON object but {exchange.ResponseType}"];
        }

        var document = DocumentOf(exchange);
        if (document == Organization)
        {
            return document
                .Problems(body, "Error")
                .Concat(
                    body.SelectToken("errors[0].status")?.Value<string>() == exchange.Status.ToString(CultureInfo.InvariantCulture)
                        ? []
                        : ["the error has a different status in its body"]
                );
        }

        if (document == UserManagement)
        {
            return body["key"]?.Type == JTokenType.String ? [] : ["the error has no key"];
        }

        string[] members = [.. body.Properties().Select(property => property.Name).Order(StringComparer.Ordinal)];
        return PlainErrors.Any(plain => plain.SequenceEqual(members)) ? [] : document.Problems(body, "ErrorCollection");
    }

    private static IEnumerable<string> ProblemsOfBody(ServiceDocument document, IDictionary<string, IOpenApiMediaType>? content, string? type, string text)
    {
        if (content is null or { Count: 0 })
        {
            return text.Length == 0 ? [] : ["the body is not documented"];
        }

        if (type is null || !content.TryGetValue(type, out var media))
        {
            return [$"the content type is {type ?? "missing"}, not {string.Join(" or ", content.Keys)}"];
        }

        if (media.Schema is null)
        {
            return [];
        }

        return TryParse(text) is { } body ? document.Problems(body, media.Schema) : ["the body is not JSON"];
    }

    private static JToken? TryParse(string text)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(text))
            {
                DateParseHandling = DateParseHandling.None,
                FloatParseHandling = FloatParseHandling.Decimal,
            };
            return JToken.ReadFrom(reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex("^/users/[^/]+/manage/lifecycle/([^/]+)$")]
    private static partial Regex Lifecycle();

    [GeneratedRegex("^/ex/jira/[^/]+")]
    private static partial Regex Gateway();
}
