using System;
using System.Net.Http;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>The client cannot send the calls that revoke the tokens of all users, or that create and revoke admin keys.</summary>
public class RequestRulesTests
{
    private const string Keys = "admin/api-access/v1/orgs/o1/";

    public static TheoryData<string, string> Dangerous =>
        new()
        {
            { "DELETE", Keys + "api-tokens" },
            { "DELETE", Keys + "api-tokens/" },
            { "DELETE", Keys + "api-tokens?status=ALLOWED" },
            { "DELETE", Keys + "API-Tokens" },
            { "DELETE", Keys + "api%2Dtokens" },
            { "DELETE", Keys + "api%252Dtokens" },
            { "DELETE", Keys + "x/../api-tokens" },
            { "DELETE", Keys + "/api-tokens//" },
            { "DELETE", Keys + "api-tokens/." },
            { "DELETE", Keys + "api-tokens;x=1" },
            { "DELETE", Keys + "api-tokens%20" },
            { "DELETE", Keys + "api-tokens/t1" },
            { "DELETE", "ADMIN/API-ACCESS/V1/orgs/o1/api-tokens" },
            { "PATCH", Keys + "api-keys/revoke/k1" },
            { "POST", Keys + "api-keys/revoke/k1" },
            { "DELETE", Keys + "api-keys/k1" },
            { "POST", Keys + "api-keys" },
            { "POST", Keys + "api%2Dkeys" },
            { "POST", "admin/v1/orgs/o1/api-keys" },
            { "PUT", Keys + "api-keys" },
            { "PATCH", "users/dana/manage/profile" },
            { "DELETE", "users/dana/manage/api-tokens/" },
            { "DELETE", "users/dana/manage/api-tokens" },
            { "post", Keys + "api-keys" },
        };

    [Theory]
    [MemberData(nameof(Dangerous))]
    public async Task A_dangerous_call_is_never_sent(string method, string path)
    {
        var stub = new StubHandler(request => throw new InvalidOperationException("It was sent: " + request.RequestUri));
        using var client = new ServiceClient(ServiceAddress.AdminApi, Authentication.Bearer(Canary.ApiKey), stub.Options());
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            client.WriteAsync(new HttpMethod(method), path, [], TestContext.Current.CancellationToken)
        );
        Assert.StartsWith("The client never sends", exception.Message, StringComparison.Ordinal);
        Assert.Empty(stub.Requests);
    }

    [Theory]
    [InlineData("GET", Keys + "api-keys")]
    [InlineData("GET", Keys + "api-tokens")]
    [InlineData("DELETE", "users/dana/manage/api-tokens/t1")]
    [InlineData("POST", "admin/v2/orgs/o1/workspaces")]
    [InlineData("POST", "users/dana/manage/lifecycle/disable")]
    public void A_call_that_the_module_makes_is_allowed(string method, string path) =>
        RequestRules.Check(new HttpMethod(method), new Uri(ServiceAddress.AdminApi, path));
}
