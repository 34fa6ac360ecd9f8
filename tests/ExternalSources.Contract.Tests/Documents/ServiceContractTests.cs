using System;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>The contract reports requests and responses that break it.</summary>
public sealed class ServiceContractTests
{
    private const string Directory = "/admin/v2/orgs/1/directories/-";

    [Theory]
    [InlineData("GET", "/rest/api/3/users/everybody", null, "no document describes the call")]
    [InlineData("PUT", "/rest/api/3/myself", null, "no document describes the call")]
    [InlineData("GET", "/rest/api/3/users/search?startAt=x", null, "'startAt'")]
    [InlineData("GET", "/rest/api/3/users/search?start=1", null, "unknown query parameter 'start'")]
    [InlineData("GET", "/rest/api/3/users/search?startAt=1&startAt=2", null, "repeated 2 times")]
    [InlineData("GET", "/rest/api/3/user/bulk", null, "query parameter 'accountId' is missing")]
    [InlineData("GET", "/rest/api/3/group/member?includeInactiveUsers=yes", null, "BooleanExpected")]
    [InlineData("GET", "/ex/jira/1/rest/api/3/users/search?start=1", null, "unknown query parameter 'start'")]
    [InlineData("POST", Directory + "/users/search", """{"status":["deleted"]}""", "NotInEnumeration")]
    [InlineData("POST", Directory + "/users/search", """{"limit":"1"}""", "IntegerExpected")]
    [InlineData("POST", Directory + "/users/search", """{"more":1}""", "NoAdditionalPropertiesAllowed")]
    [InlineData("POST", Directory + "/users/search", "{", "not JSON")]
    [InlineData("POST", Directory + "/groups/1/memberships", null, "the request has no body")]
    [InlineData("GET", Directory + "/users/count", "{}", "does not accept one")]
    public async Task A_request_that_breaks_the_documents_is_reported(string method, string path, string? body, string problem)
    {
        var contract = await ServiceContract.GetAsync();

        Assert.Contains(contract.ProblemsOfRequest(Of(method, path, body: body)), found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/rest/api/3/myself", 201, "application/json", "{}", "the status is not documented")]
    [InlineData("/rest/api/3/myself", 418, "application/json", "{}", "not a documented error")]
    [InlineData("/rest/api/3/myself", 200, "text/html", "<html>", "the content type")]
    [InlineData("/rest/api/3/myself", 200, "application/json", """{"active":"yes"}""", "BooleanExpected")]
    [InlineData("/rest/api/3/group/bulk", 200, "application/json", """{"values":[{"groupId":1}]}""", "values[0].groupId")]
    [InlineData("/rest/api/3/users/search", 403, "application/json", """{"error":"no"}""", "NoAdditionalPropertiesAllowed")]
    [InlineData("/rest/api/3/users/search", 429, "text/html", "<html>", "not a JSON object")]
    [InlineData(Directory + "/users/count", 200, "application/json", """{"count":"1"}""", "IntegerExpected")]
    [InlineData(Directory + "/users/count", 403, "application/json", """{"message":"no"}""", "PropertyRequired")]
    [InlineData("/admin/v1/nothing", 404, "application/json", """{"errors":[{"status":"500"}]}""", "different status in its body")]
    [InlineData("/users/1/manage", 200, "application/json", """{"lifecycle.enablement":{"allowed":false}}""", "PropertyRequired")]
    [InlineData("/users/1/manage", 404, "application/json", """{"key":"gone"}""", "NotInEnumeration")]
    public async Task A_response_that_breaks_the_documents_is_reported(string path, int status, string type, string body, string problem)
    {
        var contract = await ServiceContract.GetAsync();

        Assert.Contains(contract.ProblemsOfResponse(Of("GET", path, status, type, body)), found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/rest/api/3/myself", 401, "text/html", "<html></html>")]
    [InlineData("/rest/api/3/mypermissions?permissions=ADMINISTER", 401, "text/plain", "Client must be authenticated to access this resource.")]
    [InlineData("/rest/api/3/users/search", 503, "application/json", """{"errorMessages":["later"],"errors":{}}""")]
    [InlineData("/users/1/manage", 429, "application/json", """{"key":"rateLimited"}""")]
    public async Task Errors_that_any_call_can_have_are_accepted(string path, int status, string type, string body)
    {
        var contract = await ServiceContract.GetAsync();
        var exchange = Of("GET", path, status, type, body);

        Assert.Empty(contract.ProblemsOfRequest(exchange).Concat(contract.ProblemsOfResponse(exchange)));
    }

    private static Exchange Of(string method, string path, int status = 200, string? type = null, string response = "", string? body = null) =>
        new()
        {
            Method = HttpMethod.Parse(method),
            Address = new Uri("http://127.0.0.1" + path),
            RequestType = body is null ? null : "application/json",
            RequestBody = body,
            Status = status,
            ResponseType = type,
            ResponseBody = response,
        };
}
