using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>
/// A fault of a document, or something that the documents do not say, and the reason to tolerate it. This is the only list. Each entry has an
/// example, which is a problem without the entry and none with it.
/// </summary>
internal sealed partial record Tolerance(string Name, string Reason, Exchange Example)
{
    private const string Directory = "/admin/v2/orgs/1/directories/d";

    // With faults in all of its paths, a document cannot be read at all.
    private static readonly Exchange AnyOrganizationCall = Get("/admin/v2/orgs/1/directories", 200, """{"data":[]}""");
    private static readonly Exchange AnyUserManagementCall = Get("/users/1/manage/api-tokens", 200, "[]");

    private static readonly int[] GatewayStatuses = [429, 500, 502, 503, 504];

    public static IReadOnlyList<Tolerance> All { get; } =
    [
        new("organization: extra member", "The copy of the document has a member _meta with its source, which OpenAPI does not know.", AnyOrganizationCall)
        {
            Document = ServiceContract.OrganizationFile,
            Correct = document => document.Remove("_meta") ? 1 : 0,
        },
        new("user management: extra member", "The copy of the document has a member _meta with its source, which OpenAPI does not know.", AnyUserManagementCall)
        {
            Document = ServiceContract.UserManagementFile,
            Correct = document => document.Remove("_meta") ? 1 : 0,
        },
        new(
            "organization: ids are UUIDs",
            "The document gives account and organization ids the format uuid. Account ids are opaque, and some contain a colon.",
            Post("/admin/v1/orgs/1/users/712020:5b10a/roles/revoke", """{"role":"atlassian/user","resource":"ari:cloud:jira-software::site/1"}""", 204, "")
        )
        {
            Document = ServiceContract.OrganizationFile,
            Correct = document => Change(document, schema => Text(schema, "format") == "uuid", schema => schema.Remove("format")),
        },
        new(
            "organization: maximum of an array",
            "The document limits the number of addresses of an invitation with maximum, which means numbers. It means maxItems.",
            Post(
                "/admin/v2/orgs/1/users/invite",
                new JObject { ["emails"] = new JArray(Enumerable.Range(0, 26).Select(number => $"{number}@acme.example")) }.ToString(),
                200,
                "{}"
            )
        )
        {
            Document = ServiceContract.OrganizationFile,
            Restricts = true,
            Correct = document =>
                Change(
                    document,
                    schema => Text(schema, "type") == "array" && (schema["maximum"] ?? schema["minimum"]) is JValue,
                    schema =>
                    {
                        Move(schema, "maximum", "maxItems");
                        Move(schema, "minimum", "minItems");
                    }
                ),
        },
        new(
            "organization: one user",
            "The path of one user is named {userId}, but its parameter accountId.",
            Get(Directory + "/users/712020:5b10a", 200, """{"data":{"accountId":"712020:5b10a"}}""")
        )
        {
            Document = ServiceContract.OrganizationFile,
            Correct = document => MergeForms(document),
        },
        new(
            "organization: types of accounts",
            "The document of version 2 lists atlassian alone. Apps and customers occur as well, as in version 1 (observed).",
            Post(Directory + "/users/search", "{}", 200, """{"data":[{"accountId":"1","accountType":"app"},{"accountId":"2","accountType":"customer"}]}""")
        )
        {
            Document = ServiceContract.OrganizationFile,
            Correct = document =>
                Change(
                    document,
                    schema => schema["enum"] is JArray { Count: 1 } types && types[0].ToString() == "atlassian",
                    schema => schema["enum"] = new JArray("atlassian", "app", "customer")
                ),
        },
        new(
            "organization: keys of products",
            "Version 1 lists the products of years ago. The owners of newer ones, such as jira-product-discovery, are named in the ids of resources.",
            Get(
                "/admin/v1/orgs/1/users",
                200,
                """
                {"data":[{"account_id":"1","account_type":"atlassian","account_status":"active","name":"a","picture":"p",
                "product_access":[{"key":"jira-product-discovery","name":"Discovery"}]}]}
                """
            )
        )
        {
            Document = ServiceContract.OrganizationFile,
            Correct = document =>
                Change(
                    document,
                    schema => schema["enum"] is JArray products && products.Any(product => product.ToString() == "hipchat"),
                    schema => schema.Remove("enum")
                ),
        },
        new(
            "user management: pattern of account ids",
            "The pattern ends with a line break, so that nothing matches it.",
            Get("/users/712020:5b10a/manage", 200, "{}")
        )
        {
            Document = ServiceContract.UserManagementFile,
            Correct = document =>
                Change(
                    document,
                    schema => Text(schema, "pattern")?.EndsWith('\n') == true,
                    schema => schema["pattern"] = "^" + ((string)schema["pattern"]!).TrimEnd('\n') + "$"
                ),
        },
        new(
            "Jira: dates",
            "Jira writes the offset of a time as +0000, without the colon of RFC 3339.",
            Get("/rest/api/3/serverInfo", 200, """{"serverTime":"2026-07-01T12:00:00.000+0000"}""")
        )
        {
            Document = ServiceContract.JiraFile,
            Correct = document => Change(document, schema => Text(schema, "format") == "date-time", schema => schema["format"] = SchemaBook.JiraDateTime),
        },
        new(
            "Jira: body of 401",
            "A 401 of Jira is plain text or HTML (observed).",
            Get("/rest/api/3/myself", 401, "Client must be authenticated to access this resource.", "text/plain")
        )
        {
            AcceptsBody = (contract, exchange) =>
                contract.IsJira(exchange) && exchange is { Status: 401, ResponseBody.Length: > 0, ResponseType: "text/plain" or "text/html" },
        },
        new(
            "Jira: 401 of any call",
            "Some calls do not list 401, but each call needs credentials, and each returns 401 for wrong ones.",
            Get("/rest/api/3/users/search", 401, """{"errorMessages":["no"],"errors":{}}""")
        )
        {
            AcceptsStatus = (contract, exchange) => contract.IsJira(exchange) && exchange.Status == 401,
        },
        new(
            "Jira: errors of the gateway",
            "The gateway in front of the sites has an error format of its own (observed).",
            Get("/ex/jira/1/rest/api/3/myself", 401, """{"code":401,"message":"Unauthorized; scope does not match"}""")
        )
        {
            AcceptsBody = (contract, exchange) =>
                contract.IsJira(exchange) && !exchange.Succeeded && Members(exchange) is ["code", "message"] or ["message", "status-code"],
        },
        new(
            "statuses of gateways",
            "Limits of rates and failures of gateways can happen to each call, also where the document does not list 429, 500, 502, 503, or 504.",
            Get("/admin/v2/orgs/1/directories", 503, """{"errors":[{"status":"503","title":"later"}]}""")
        )
        {
            AcceptsStatus = (_, exchange) => GatewayStatuses.Contains(exchange.Status),
        },
        new(
            "statuses of HTTP",
            "A method or a content type that a path does not have is refused with 405 or 415 before any call sees it.",
            Post(Directory + "/users/search", "{}", 415, """{"errors":[{"status":"415","title":"type"}]}""")
        )
        {
            AcceptsStatus = (_, exchange) => exchange.Status is 405 or 415,
        },
        new(
            "organization: 403 of any call",
            "Some calls do not list 403, but a key without the scope of a call is refused with it (observed).",
            Get("/admin/v2/orgs/1/directories", 403, """{"errors":[{"status":"403","title":"scope"}]}""")
        )
        {
            AcceptsStatus = (contract, exchange) => contract.IsOrganization(exchange) && exchange.Status == 403,
        },
        new(
            "organization: 404 of an unknown organization",
            "The list of directories does not list 404, but each other call of an organization does.",
            Get("/admin/v2/orgs/1/directories", 404, """{"errors":[{"status":"404","title":"organization"}]}""")
        )
        {
            AcceptsStatus = (contract, exchange) =>
                contract.IsOrganization(exchange) && exchange.Status == 404 && exchange.Path.EndsWith("/directories", StringComparison.Ordinal),
        },
        new(
            "Jira: a user without an id",
            "The document marks no parameter of a user as required, and lists no 400. A request without an account id is refused with it.",
            Get("/rest/api/3/user", 400, """{"errorMessages":["accountId"],"errors":{}}""")
        )
        {
            AcceptsStatus = (_, exchange) => exchange.Status == 400 && exchange.Path == "/rest/api/3/user" && exchange.Address.Query.Length == 0,
        },
        new(
            "errors without a schema",
            "Most errors are listed with their status alone. Their bodies have the error format of the service.",
            Post(Directory + "/users/1/suspend", "", 404, """{"errors":[{"status":"404","title":"user"}]}""")
        )
        {
            AcceptsStatus = (contract, exchange) => !exchange.Succeeded && contract.IsDocumentedWithoutBody(exchange),
        },
        new(
            "400 for broken requests",
            "Some calls do not list 400, but a request that breaks the document of its call is refused with it.",
            Get("/rest/api/3/user/groups", 400, """{"errorMessages":["no"],"errors":{}}""")
        )
        {
            IsExampleBroken = true,
            AcceptsStatus = (contract, exchange) => exchange.Status == 400 && contract.ProblemsOfRequest(exchange).Any(),
        },
        new(
            "API access: errors",
            "The document was written from a page that lists few errors. The page of the whole API has the others.",
            Get("/admin/api-access/v1/orgs/1/api-keys?cursor=x", 400, """{"errors":[{"status":"400","title":"cursor"}]}""")
        )
        {
            AcceptsStatus = (_, exchange) => exchange.Path.StartsWith("/admin/api-access/", StringComparison.Ordinal) && exchange.Status is 400 or 404,
        },
        new(
            "user management: insufficient scope",
            "The API refuses keys with scopes, and names those that it would accept (observed).",
            Get("/users/1/manage", 403, """{"key":"forbidden.insufficientScope","context":{"message":"no","acceptableScopes":["manage:org"]}}""")
        )
        {
            AcceptsBody = (contract, exchange) =>
                contract.IsUserManagement(exchange) && exchange.Status == 403 && KeyOf(exchange) == "forbidden.insufficientScope",
        },
        new(
            "organization: body of suspend and restore",
            "The two calls are documented without a body. The service refuses an empty one with 415, and takes an empty object (observed).",
            Post(Directory + "/users/1/suspend", "{}", 204, "")
        )
        {
            AcceptsRequestBody = (_, exchange) => DirectoryAccess().IsMatch(exchange.Path) && exchange.RequestBody == "{}",
        },
    ];

    /// <summary>The file that <see cref="Correct"/> corrects.</summary>
    public string? Document { get; private init; }

    /// <summary>Corrects a document, and returns in how many places.</summary>
    public Func<JObject, int>? Correct { get; private init; }

    /// <summary>Whether the example is a problem only with the entry: it makes the document stricter.</summary>
    public bool Restricts { get; private init; }

    /// <summary>Whether the request of the example breaks the document, and only its response is looked at.</summary>
    public bool IsExampleBroken { get; private init; }

    public Func<ServiceContract, Exchange, bool> AcceptsStatus { get; private init; } = static (_, _) => false;

    public Func<ServiceContract, Exchange, bool> AcceptsBody { get; private init; } = static (_, _) => false;

    public Func<ServiceContract, Exchange, bool> AcceptsRequestBody { get; private init; } = static (_, _) => false;

    public override string ToString() => Name;

    private static Exchange Get(string path, int status, string response, string type = "application/json") =>
        Of(HttpMethod.Get, path, null, status, response, type);

    private static Exchange Post(string path, string body, int status, string response) =>
        Of(HttpMethod.Post, path, body.Length == 0 ? null : body, status, response, "application/json");

    private static Exchange Of(HttpMethod method, string path, string? body, int status, string response, string type) =>
        new()
        {
            Method = method,
            Address = new Uri("http://127.0.0.1" + path),
            RequestType = body is null ? null : "application/json",
            RequestBody = body,
            Status = status,
            ResponseType = response.Length == 0 ? null : type,
            ResponseBody = response,
        };

    private static string[] Members(Exchange exchange) =>
        JsonText.TryParse(exchange.ResponseBody) is JObject body ? [.. body.Properties().Select(property => property.Name).Order(StringComparer.Ordinal)] : [];

    private static string? KeyOf(Exchange exchange) => (JsonText.TryParse(exchange.ResponseBody) as JObject)?["key"]?.ToString();

    /// <summary>Changes the schemas for which a condition holds, and returns how many they are.</summary>
    private static int Change(JObject document, Func<JObject, bool> where, Action<JObject> change)
    {
        JObject[] found =
        [
            .. document.Descendants().OfType<JObject>().Where(part => part.Parent is not JProperty { Name: "example" or "examples" } && where(part)),
        ];
        foreach (var schema in found)
        {
            change(schema);
        }

        return found.Length;
    }

    /// <summary>A member of a schema; null when it is no text, as in an object whose properties are called like members of schemas.</summary>
    private static string? Text(JObject schema, string name) => schema[name] is JValue { Value: string text } ? text : null;

    private static void Move(JObject schema, string from, string to)
    {
        if (schema[from] is { } value)
        {
            schema[to] = value;
            schema.Remove(from);
        }
    }

    /// <summary>Gives the paths of one form one name, with all their methods.</summary>
    private static int MergeForms(JObject document)
    {
        var merged = 0;
        var paths = (JObject)document["paths"]!;
        foreach (var form in paths.Properties().GroupBy(path => Placeholder().Replace(path.Name, "{}")).Where(form => form.Count() > 1).ToArray())
        {
            var first = form.First();
            foreach (var other in form.Skip(1))
            {
                ((JObject)first.Value).Merge(other.Value);
                other.Remove();
                merged++;
            }
        }

        return merged;
    }

    [GeneratedRegex(@"^/admin/v2/orgs/[^/]+/directories/[^/]+/users/[^/]+/(suspend|restore)$")]
    private static partial Regex DirectoryAccess();

    [GeneratedRegex(@"\{[^/}]+\}")]
    private static partial Regex Placeholder();
}
