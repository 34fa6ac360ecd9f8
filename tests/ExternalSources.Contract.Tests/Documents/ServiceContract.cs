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

/// <summary>What the three services promise, and whether an exchange keeps to it.</summary>
internal sealed partial class ServiceContract
{
    private static readonly Lazy<Task<ServiceContract>> Read = new(ReadAsync);

    // What the layers in front of the services answer, which no document describes: {"message", "status-code"} and {"code", "message"}.
    private static readonly string[][] PlainErrors =
    [
        ["message", "status-code"],
        ["code", "message"],
    ];

    // Found by their answers only: no document has them.
    private static readonly string[] Undocumented = ["/_edge/tenant_info", "/rest/api/2/serverInfo", "/rest/api/3/search/jql"];

    // The service's documentation describes them, its document lacks them: no body, and 204 like their siblings disable and enable.
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

    /// <summary>The contract; the test is skipped where the documents are missing.</summary>
    public static Task<ServiceContract> GetAsync()
    {
        Xunit.Assert.SkipWhen(Folder is null, "The services' documents are not there: ../shared/specs is missing.");
        return Read.Value;
    }

    /// <summary>The call that a request makes, as the documents write it; null where none has it.</summary>
    public DocumentedCall? CallOf(Exchange exchange) => DocumentOf(exchange).Find(exchange.Method, PathOf(exchange));

    public static bool IsUndocumented(Exchange exchange) => Undocumented.Contains(PathOf(exchange)) || IsUndocumentedLifecycle(exchange);

    public IEnumerable<string> ProblemsOfRequest(Exchange exchange)
    {
        if (IsUndocumentedLifecycle(exchange))
        {
            return exchange.RequestBody is null ? [] : [$"{exchange}: the request has a body, and the call takes none"];
        }

        if (IsUndocumented(exchange))
        {
            return [];
        }

        return (
            CallOf(exchange) is not { } call
                ? ["no document has such a call"]
                : ProblemsOfParameters(DocumentOf(exchange), call, exchange).Concat(ProblemsOfRequestBody(DocumentOf(exchange), call, exchange))
        ).Select(problem => $"{exchange}: {problem}");
    }

    public IEnumerable<string> ProblemsOfAnswer(Exchange exchange) => ProblemsOfAnswerAlone(exchange).Select(problem => $"{exchange}: {problem}");

    private static async Task<ServiceContract> ReadAsync()
    {
        Task<string> ReadText(string name) => File.ReadAllTextAsync(Path.Combine(Folder!, name));
        return new ServiceContract(
            await ServiceDocument.ReadAsync(await ReadText("jira-platform-v3.subset.json")),
            await ServiceDocument.ReadAsync(await ReadText("organization-v2.json")),
            await ServiceDocument.ReadAsync(WithoutSlips(await ReadText("user-management.json")))
        );
    }

    /// <summary>Two calls name their placeholder otherwise than its parameter, and look for a schema among the answers.</summary>
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

    /// <summary>The path as the documents count it: what is behind the gateway's own.</summary>
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
                yield return $"query parameter '{name}' is no list, but comes {values.Length} times";
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
            return ["the request has a body, and the call takes none"];
        }

        return ProblemsOfBody(document, expected.Content, exchange.RequestType, exchange.RequestBody).Select(problem => "request: " + problem);
    }

    private IEnumerable<string> ProblemsOfAnswerAlone(Exchange exchange)
    {
        var call = CallOf(exchange);
        IOpenApiResponse? expected = null;
        call?.Operation.Responses?.TryGetValue(exchange.Status.ToString(CultureInfo.InvariantCulture), out expected);
        if (exchange.Succeeded)
        {
            if (IsUndocumentedLifecycle(exchange))
            {
                return exchange is { Status: 204, ResponseBuffer.Length: 0 } ? [] : ["the answer is not 204 without a body"];
            }

            if (IsUndocumented(exchange))
            {
                return TryParse(exchange.ResponseBuffer) is JObject && exchange.AnswerType == "application/json" ? [] : ["the answer is no JSON object"];
            }

            return expected is null
                ? ["the status is not documented"]
                : ProblemsOfBody(DocumentOf(exchange), expected.Content, exchange.AnswerType, exchange.ResponseBuffer);
        }

        if (expected is null && !ErrorsOfAnyCall.Contains(exchange.Status))
        {
            return ["the status is no documented error"];
        }

        // Beside the errors of its calls, a service has its own for all of them.
        return expected?.Content?.Values.Any(media => media.Schema is not null) == true && !IsOfGate(exchange)
            ? ProblemsOfBody(DocumentOf(exchange), expected.Content, exchange.AnswerType, exchange.ResponseBuffer)
            : ProblemsOfError(exchange);
    }

    /// <summary>Jira's 401 is plain text or a page, whatever the document says of the call.</summary>
    private bool IsOfGate(Exchange exchange) => DocumentOf(exchange) == Jira && exchange.Status == 401 && exchange.AnswerType is "text/plain" or "text/html";

    private IEnumerable<string> ProblemsOfError(Exchange exchange)
    {
        if (IsOfGate(exchange))
        {
            return exchange.ResponseBuffer.Length > 0 ? [] : ["the error says nothing"];
        }

        if (exchange.AnswerType != "application/json" || TryParse(exchange.ResponseBuffer) is not JObject body)
        {
            return [$"the error is no JSON object but {exchange.AnswerType}"];
        }

        var document = DocumentOf(exchange);
        if (document == Organization)
        {
            return document
                .Problems(body, "Error")
                .Concat(
                    body.SelectToken("errors[0].status")?.Value<string>() == exchange.Status.ToString(CultureInfo.InvariantCulture)
                        ? []
                        : ["the error's status is another"]
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
            return text.Length == 0 ? [] : ["there is a body, and none is documented"];
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
