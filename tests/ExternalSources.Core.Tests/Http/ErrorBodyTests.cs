using ExternalSources.Core.Http;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>Each API has its own format for errors.</summary>
public class ErrorBodyTests
{
    [Theory]
    [InlineData(
        """{"errors":[{"id":"1","status":"403","code":"ADMIN-403-3","title":"Forbidden","detail":"You may not manage this organization."}]}""",
        "ADMIN-403-3",
        "You may not manage this organization."
    )]
    [InlineData("""{"errors":[{"code":"ADMIN-500-1","title":"Internal Server Error"}]}""", "ADMIN-500-1", "Internal Server Error")]
    [InlineData("""{"id":"1","status":"403","code":"ADMIN-403-3","title":"Forbidden","detail":"You may not."}""", "ADMIN-403-3", "You may not.")]
    [InlineData("""{"errors":[]}""", null, null)]
    [InlineData("""{"errors":["text"]}""", null, null)]
    [InlineData("""[{"code":"not-managed","message":"The account is not managed.","link":"https://x"}]""", "not-managed", "The account is not managed.")]
    [InlineData("[]", null, null)]
    [InlineData("""{"key":"forbidden"}""", "forbidden", null)]
    [InlineData("""{"key":"forbidden","context":{"message":"The key lacks the scope manage:org"}}""", "forbidden", "The key lacks the scope manage:org")]
    [InlineData("""{"key":"forbidden","context":"text"}""", "forbidden", null)]
    [InlineData(
        """{"key":"forbidden.action","context":{"allowed":false,"reason":{"key":"externalDirectory.scim"}}}""",
        "forbidden.action",
        "externalDirectory.scim"
    )]
    [InlineData("""{"key":"forbidden.action","context":{"reason":"text"}}""", "forbidden.action", null)]
    [InlineData("""{"errorMessages":["No such user.","Or hidden."],"errors":{}}""", null, "No such user. Or hidden.")]
    [InlineData("""{"errorMessages":[],"errors":{"summary":"Summary is required."}}""", null, "summary: Summary is required.")]
    [InlineData("""{"code":401,"message":"Unauthorized; scope does not match"}""", "401", "Unauthorized; scope does not match")]
    [InlineData("""{"message":"null for uri","status-code":404}""", null, "null for uri")]
    [InlineData("""{"error":"invalid_token","error_description":"The token is expired."}""", null, "The token is expired.")]
    [InlineData("""{"error":"invalid_token"}""", null, "invalid_token")]
    [InlineData("Client must be authenticated to access this resource.", null, "Client must be authenticated to access this resource.")]
    [InlineData("  rate limited\r\n", null, "rate limited")]
    [InlineData("<!DOCTYPE html><html><body>503</body></html>", null, null)]
    [InlineData("", null, null)]
    [InlineData("null", null, null)]
    [InlineData("42", null, null)]
    [InlineData("{}", null, null)]
    [InlineData("""{"message":{"nested":true}}""", null, null)]
    public void The_code_and_the_message_are_found(string body, string? code, string? message) =>
        Assert.Equal(new ErrorBody(code, message), ErrorBody.Read(body));

    [Fact]
    public void A_long_text_is_not_a_message() => Assert.Equal(ErrorBody.Empty, ErrorBody.Read(new string('x', 301)));

    [Fact]
    public void Too_deep_json_is_not_a_message() => Assert.Equal(ErrorBody.Empty, ErrorBody.Read(new string('[', 100_000)));
}
