using System;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using Xunit;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>The contract reports requests and responses that break it.</summary>
public sealed class ServiceContractTests
{
    private const string Directory = "/admin/v2/orgs/1/directories/-";

    [Theory]
    [InlineData("GET", "/rest/api/3/users/everybody", null, "no document describes the call")]
    [InlineData("PUT", "/rest/api/3/myself", null, "no document describes the call")]
    [InlineData("DELETE", "/admin/api-access/v1/orgs/1/api-tokens", null, "no document describes the call")]
    [InlineData("POST", "/admin/api-access/v1/orgs/1/api-keys", "{}", "no document describes the call")]
    [InlineData("GET", "/admin/v2/orgs/1/directories/d/users//role-assignments", null, "no document describes the call")]
    [InlineData("GET", "/users/1 2/manage", null, "path parameter 'account_id' #/: PatternMismatch")]
    [InlineData("GET", "/rest/api/3/users/search?startAt=x", null, "query parameter 'startAt' #/: IntegerExpected")]
    [InlineData("GET", "/rest/api/3/users/search?start=1", null, "unknown query parameter 'start'")]
    [InlineData("GET", "/rest/api/3/users/search?startAt=1&startAt=2", null, "repeated 2 times")]
    [InlineData("GET", "/rest/api/3/user/bulk", null, "query parameter 'accountId' is missing")]
    [InlineData("GET", "/rest/api/3/group/member?includeInactiveUsers=yes", null, "BooleanExpected")]
    [InlineData("GET", "/rest/api/3/search/jql?jqi=x", null, "unknown query parameter 'jqi'")]
    [InlineData("GET", "/ex/jira/1/rest/api/3/users/search?start=1", null, "unknown query parameter 'start'")]
    [InlineData("GET", "/admin/v2/orgs/1/directories?limit=0", null, "NumberTooSmall")]
    [InlineData("GET", "/admin/v2/orgs/1/directories?limit=101", null, "NumberTooBig")]
    [InlineData(
        "GET",
        "/admin/v2/orgs/1/directories?directoryIds=1&directoryIds=2&directoryIds=3&directoryIds=4&directoryIds=5&directoryIds=6"
            + "&directoryIds=7&directoryIds=8&directoryIds=9&directoryIds=10&directoryIds=11",
        null,
        "TooManyItems"
    )]
    [InlineData("GET", Directory + "/users/count?emails=a%40acme.example", null, "unknown query parameter 'emails'")]
    [InlineData("GET", Directory + "/users/count?status=deleted", null, "[0]: NotInEnumeration")]
    [InlineData("GET", Directory + "/users/count?claimStatus=mine", null, "NotInEnumeration")]
    [InlineData("GET", "/users/1/manage?privileges=lifecycle", null, "NotInEnumeration")]
    [InlineData("GET", Directory + "/users/count", "{}", "does not accept one")]
    [InlineData("POST", Directory + "/users/1/suspend", """{"reason":"left"}""", "does not accept one")]
    [InlineData("POST", Directory + "/users/search", """{"status":["deleted"]}""", "NotInEnumeration")]
    [InlineData("POST", Directory + "/users/search", """{"status":["active","suspended","not_invited","deactivated","for_deletion"]}""", "TooManyItems")]
    [InlineData("POST", Directory + "/users/search", """{"accountIds":[]}""", "TooFewItems")]
    [InlineData("POST", Directory + "/users/search", """{"accountIds":["1","2","3","4","5","6","7","8","9","10","11"]}""", "TooManyItems")]
    [InlineData("POST", Directory + "/users/search", """{"emails":["a@acme.example","a@acme.example"]}""", "ItemsNotUnique")]
    [InlineData("POST", Directory + "/users/search", """{"limit":"1"}""", "IntegerExpected")]
    [InlineData("POST", Directory + "/users/search", """{"limit":0}""", "NumberTooSmall")]
    [InlineData("POST", Directory + "/users/search", """{"limit":101}""", "NumberTooBig")]
    [InlineData("POST", Directory + "/users/search", """{"cursor":null}""", "StringExpected")]
    [InlineData("POST", Directory + "/users/search", """{"more":1}""", "NoAdditionalPropertiesAllowed")]
    [InlineData("POST", Directory + "/users/search", """{"sortBy":[{"field":"nick_name"}]}""", "PropertyRequired")]
    [InlineData("POST", Directory + "/users/search", """{"sortBy":[{"field":"nick_name","direction":"asc","more":1}]}""", "NoAdditionalPropertiesAllowed")]
    [InlineData("POST", Directory + "/users/search", "{", "not JSON")]
    [InlineData("POST", Directory + "/users/search", "{}{}", "not JSON")]
    [InlineData("POST", Directory + "/users/search", """{"searchTerm":"a","emails":["a@acme.example"]}""", "'searchTerm' excludes 'emails'")]
    [InlineData("POST", Directory + "/groups/search", """{"groupNames":["a"],"searchTerm":"a"}""", "'groupNames' excludes 'searchTerm'")]
    [InlineData("POST", Directory + "/groups/search", """{"groupNames":["a"],"groupIds":["1"]}""", "'groupNames' excludes 'groupIds'")]
    [InlineData("POST", "/admin/v2/orgs/1/workspaces", """{"cursor":"a","limit":1000}""", "'cursor' excludes 'limit'")]
    [InlineData("POST", "/admin/v2/orgs/1/workspaces", """{"limit":1001}""", "NumberTooBig")]
    [InlineData("POST", "/admin/v2/orgs/1/workspaces", """{"query":{"nothing":[]}}""", "NoAdditionalPropertiesAllowed")]
    [InlineData("POST", "/admin/v2/orgs/1/users/invite", """{"emails":[]}""", "TooFewItems")]
    [InlineData("POST", "/admin/v2/orgs/1/users/invite", null, "members of it are required")]
    [InlineData("POST", "/admin/v1/orgs/1/users/1/roles/revoke", """{"resource":"a"}""", "PropertyRequired")]
    [InlineData("POST", "/admin/v1/orgs/1/users/1/roles/revoke", """{"role":"atlassian/viewer","resource":"a"}""", "NotInEnumeration")]
    [InlineData("POST", Directory + "/groups/1/memberships", null, "the request has no body")]
    [InlineData("POST", Directory + "/groups/1/memberships", """{"account_id":"1"}""", "accountId: PropertyRequired")]
    [InlineData("POST", "/rest/api/3/group/user?groupId=1", """{"accountId":"1","groupId":"1"}""", "NoAdditionalPropertiesAllowed")]
    [InlineData("POST", "/users/1/manage/lifecycle/disable", null, "the request has no body")]
    [InlineData("POST", "/users/1/manage/lifecycle/disable", """{"reason":"left"}""", "NoAdditionalPropertiesAllowed")]
    [InlineData("POST", "/users/1/manage/lifecycle/delete", "{}", "does not accept one")]
    public async Task A_request_that_breaks_the_documents_is_reported(string method, string path, string? body, string problem)
    {
        var contract = await ServiceContract.GetAsync();

        Assert.Contains(contract.ProblemsOfRequest(Of(method, path, body: body)), found => found.Text.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_with_another_content_type_is_reported()
    {
        var contract = await ServiceContract.GetAsync();
        var request = Of("POST", Directory + "/users/search", body: "{}") with { RequestType = "text/plain" };

        Assert.Contains("the content type is text/plain", Assert.Single(contract.ProblemsOfRequest(request)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/rest/api/3/user/bulk?accountId=712020%3A1&accountId=2&maxResults=200", null)]
    [InlineData("GET", "/users/712020:1/manage?privileges=lifecycle.enablement&privileges=lifecycle.delete", null)]
    [InlineData("GET", "/admin/api-access/v1/orgs/1/api-keys?pageSize=100", null)]
    [InlineData("GET", "/rest/api/3/search/jql?jql=project%20%3D%20ADM&fields=summary&fields=status", null)]
    [InlineData("DELETE", Directory + "/users/712020:1", null)]
    [InlineData("POST", Directory + "/users/search", null)]
    [InlineData("POST", Directory + "/users/search", """{"status":["active"],"emails":["a@acme.example"],"expand":["groups","productAccess"],"limit":100}""")]
    [InlineData("POST", Directory + "/users/1/restore", "{}")]
    [InlineData("POST", "/admin/v2/orgs/1/workspaces", """{"cursor":"a"}""")]
    [InlineData("POST", "/admin/v2/orgs/1/workspaces", """{"limit":1000,"cursor":null}""")]
    [InlineData("POST", "/admin/v2/orgs/1/workspaces", """{"query":{"and":[{"field":{"name":"type","values":["jira"]}},{"nor":[]}]},"limit":5}""")]
    [InlineData(
        "POST",
        "/rest/api/3/issue",
        """{"fields":{"project":{"key":"ADM"},"issuetype":{"name":"Task"},"summary":"a","description":{"type":"doc","version":1,"content":[]}}}"""
    )]
    [InlineData("POST", "/users/1/manage/lifecycle/disable", "{}")]
    public async Task A_request_that_keeps_to_the_documents_has_no_problems(string method, string path, string? body)
    {
        var contract = await ServiceContract.GetAsync();

        Assert.Empty(contract.ProblemsOfRequest(Of(method, path, body: body)));
    }

    [Theory]
    [InlineData("GET", "/rest/api/3/myself", 201, "application/json", "{}", "the status is not documented")]
    [InlineData("GET", "/rest/api/3/myself", 418, "application/json", "{}", "the status is not documented")]
    [InlineData(
        "GET",
        "/rest/api/3/user/bulk?accountId=1",
        404,
        "application/json",
        """{"errorMessages":["no"],"errors":{}}""",
        "the status is not documented"
    )]
    [InlineData("GET", "/admin/v2/orgs/1/directories", 409, "application/json", """{"errors":[{"status":"409"}]}""", "the status is not documented")]
    [InlineData("GET", "/rest/api/3/nothing", 200, "application/json", "{}", "no document describes the call")]
    [InlineData("GET", "/rest/api/3/myself", 200, "text/html", "<html>", "the content type")]
    [InlineData("GET", "/rest/api/3/myself", 200, null, "", "the content type is missing")]
    [InlineData("GET", "/rest/api/3/myself", 200, "application/json", "<html>", "not JSON")]
    [InlineData("GET", "/rest/api/3/myself", 200, "application/json", """{"active":"yes"}""", "BooleanExpected")]
    [InlineData("GET", "/rest/api/3/myself", 200, "application/json", """{"more":1}""", "NoAdditionalPropertiesAllowed")]
    [InlineData("GET", "/rest/api/3/group/bulk", 200, "application/json", """{"values":[{"groupId":1}]}""", "values[0].groupId")]
    [InlineData("GET", "/rest/api/3/users/search", 403, "application/json", """{"error":"no"}""", "NoAdditionalPropertiesAllowed")]
    [InlineData("GET", "/rest/api/3/users/search", 429, "text/html", "<html>", "not a JSON object")]
    [InlineData("GET", "/rest/api/3/search/jql", 200, "application/json", """{"issues":[{"id":"1"}]}""", "issues[0].key: PropertyRequired")]
    [InlineData("GET", "/_edge/tenant_info", 200, "application/json", "{}", "cloudId: PropertyRequired")]
    [InlineData("GET", Directory + "/users/count", 200, "application/json", """{"count":"1"}""", "Expected")]
    [InlineData("GET", Directory + "/users/count", 200, "application/json", """{"number":1}""", "no member that the document describes")]
    [InlineData("GET", Directory + "/users/count", 403, "application/json", """{"message":"no"}""", "no member that the document describes")]
    [InlineData("GET", Directory + "/users/count", 400, "application/json", """{"errors":[{"status":"500"}]}""", "different status in its body")]
    [InlineData("POST", Directory + "/users/search", 200, "application/json", """{"links":{}}""", "data: PropertyRequired")]
    [InlineData("POST", Directory + "/users/search", 200, "application/json", """{"data":[{"status":"gone"}]}""", "NotInEnumeration")]
    [InlineData("POST", Directory + "/users/search", 200, "application/json", """{"data":[{"mfaEnabled":null}]}""", "BooleanExpected")]
    [InlineData("POST", "/admin/v1/orgs/1/users/1/roles/revoke", 204, "application/json", "{}", "the body is not documented")]
    [InlineData("GET", "/admin/v1/nothing", 404, "application/json", """{"errors":[{"status":"500"}]}""", "different status in its body")]
    [InlineData(
        "GET",
        "/admin/api-access/v1/orgs/1/api-keys",
        200,
        "application/json",
        """{"data":[{"id":"1","name":"a","createdAt":"b"}]}""",
        "name: NoAdditional"
    )]
    [InlineData("GET", "/users/1/manage", 200, "application/json", """{"lifecycle.enablement":{"allowed":false}}""", "PropertyRequired")]
    [InlineData("GET", "/users/1/manage", 404, "application/json", """{"key":"gone"}""", "NotInEnumeration")]
    [InlineData("POST", "/users/1/manage/lifecycle/delete", 204, null, "", "the status is not documented")]
    [InlineData("POST", "/users/1/manage/lifecycle/enable", 400, "application/json", """{"key":"conflict"}""", "the status is not documented")]
    public async Task A_response_that_breaks_the_documents_is_reported(string method, string path, int status, string? type, string body, string problem)
    {
        var contract = await ServiceContract.GetAsync();

        Assert.Contains(contract.ProblemsOfResponse(Of(method, path, status, type, body)), found => found.Text.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/rest/api/3/mypermissions?permissions=ADMINISTER", 401, "text/html", "<html></html>")]
    [InlineData("GET", "/rest/api/3/users/search", 503, "application/json", """{"errorMessages":["later"],"errors":{}}""")]
    [InlineData("GET", "/users/1/manage", 429, "application/json", """{"key":"rateLimited"}""")]
    [InlineData("POST", Directory + "/users/search", 200, "application/json", """{"data":[{"accountId":"1","managementSource":null,"_meta":{}}]}""")]
    [InlineData("POST", Directory + "/users/1/suspend", 204, null, "")]
    [InlineData("POST", "/users/1/manage/lifecycle/delete", 200, "application/json", """{"message":"done"}""")]
    public async Task A_response_that_keeps_to_the_documents_has_no_problems(string method, string path, int status, string? type, string body)
    {
        var contract = await ServiceContract.GetAsync();

        Assert.Empty(contract.ProblemsOfResponse(Of(method, path, status, type, body)));
    }

    [Fact]
    public async Task Each_exclusion_names_a_call_and_members_of_the_document()
    {
        var contract = await ServiceContract.GetAsync();

        Assert.All(Exclusion.All, exclusion =>
        {
            var call = Assert.Single(contract.PublishedCalls, call => call.ToString() == exclusion.Call);
            var members = call.Operation.RequestBody!.Content!["application/json"].Schema!.Properties!.Keys;
            Assert.All([exclusion.Member, .. exclusion.Excludes], member => Assert.Contains(member, members));
        });
    }

    [Fact]
    public async Task Each_exclusion_is_a_sentence_of_the_document()
    {
        var text = (await ServiceContract.PublishedTextAsync(ServiceContract.OrganizationFile))
            .Descendants()
            .OfType<JValue>()
            .Select(value => value.Value)
            .OfType<string>();

        Assert.All(Exclusion.All, exclusion => Assert.Contains(text, part => part.Contains(exclusion.Sentence, StringComparison.Ordinal)));
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
