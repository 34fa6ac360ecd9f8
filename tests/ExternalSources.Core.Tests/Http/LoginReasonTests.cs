using System;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>Jira can answer an expired token as if nobody had logged in. Such a response is a failed log-in, even if it looks like success.</summary>
public class LoginReasonTests
{
    [Theory]
    [InlineData(200, "AUTHENTICATED_FAILED", "AUTHENTICATED_FAILED")]
    [InlineData(200, "AUTHENTICATION_DENIED", "AUTHENTICATION_DENIED")]
    [InlineData(200, "authenticated_failed", "authenticated_failed")]
    [InlineData(200, "OK, AUTHENTICATED_FAILED", "AUTHENTICATED_FAILED")]
    [InlineData(200, "OUT", "OUT")]
    [InlineData(404, "AUTHENTICATED_FAILED", "AUTHENTICATED_FAILED")]
    [InlineData(200, "<script>", "unknown reason")]
    [InlineData(200, "OK", null)]
    [InlineData(200, "ok", null)]
    [InlineData(200, "", null)]
    [InlineData(200, null, null)]
    public async Task A_reason_other_than_OK_is_a_failed_login(int status, string? header, string? reason)
    {
        using var client = Client(status, header);
        if (reason is null)
        {
            await client.GetAsync("rest/api/3/group/bulk", false, TestContext.Current.CancellationToken);
            return;
        }

        foreach (var isWrite in new[] { false, true })
        {
            var exception = await Assert.ThrowsAsync<ServiceStatusException>(() =>
                isWrite
                    ? client.WriteAsync(System.Net.Http.HttpMethod.Post, "rest/api/3/group/user", [], TestContext.Current.CancellationToken)
                    : client.GetAsync("rest/api/3/group/bulk", false, TestContext.Current.CancellationToken)
            );
            Assert.Equal(401, exception.StatusCode);
            Assert.Contains($"({reason})", exception.Message, StringComparison.Ordinal);
            Assert.False(exception.IsOutcomeUnknown);
        }
    }

    [Fact]
    public async Task An_anonymous_request_is_not_judged()
    {
        using var client = Client(200, "AUTHENTICATED_FAILED");
        await client.GetAsync("rest/api/3/serverInfo", true, TestContext.Current.CancellationToken);
    }

    private static ServiceClient Client(int status, string? header)
    {
        var stub = new StubHandler(_ =>
        {
            var response = StubHandler.Json("{}", (System.Net.HttpStatusCode)status);
            if (header is not null)
            {
                response.Headers.TryAddWithoutValidation("X-Seraph-LoginReason", header);
            }

            return response;
        });
        return new ServiceClient(new Uri("https://acme.atlassian.net/"), Authentication.Basic(Canary.Email, Canary.ApiKey), stub.Options());
    }
}
