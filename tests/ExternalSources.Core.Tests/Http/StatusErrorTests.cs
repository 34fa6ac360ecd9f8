using System;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

public class StatusErrorTests : SimulatorTest
{
    [Theory]
    [InlineData(400, "refused the request (400)", "report the problem")]
    [InlineData(401, "did not accept the credentials (401)", "revoked or has expired")]
    [InlineData(403, "does not allow this request (403)", "administrator")]
    [InlineData(404, "did not find this address (404)", "Check the address")]
    [InlineData(408, "could not process the request (408)", "status.atlassian.com")]
    [InlineData(429, "limits the rate of requests (429)", "Wait")]
    [InlineData(500, "could not process the request (500)", "status.atlassian.com")]
    public async Task Each_status_has_a_message_and_a_recommendation(int status, string words, string advice)
    {
        Simulator.Faults.OnAny().RespondWith(status, """{"errors":[{"code":"ADMIN-1","detail":"So says the service."}]}""");
        var exception = await FailsAsync<ServiceStatusException>();
        Assert.Equal((status, "ADMIN-1", "So says the service."), (exception.StatusCode, exception.Code, exception.ServiceMessage));
        Assert.Contains(words, exception.Message);
        Assert.EndsWith("It says: So says the service (ADMIN-1).", exception.Message, StringComparison.Ordinal);
        Assert.Contains(advice, exception.Recommendation);
    }

    [Theory]
    [InlineData("""{"key":"forbidden"}""", "It says: forbidden.")]
    [InlineData("""{"errorMessages":["No."]}""", "It says: No.")]
    [InlineData("", "(403).")]
    public async Task A_message_contains_only_what_the_service_returns(string body, string end)
    {
        Simulator.Faults.OnAny().RespondWith(403, body);
        Assert.EndsWith(end, (await FailsAsync<ServiceStatusException>()).Message, StringComparison.Ordinal);
    }
}
