using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Simulator.Tests.Jira;

/// <summary>A scoped token needs the classic scope of a call, or all of the granular ones.</summary>
public sealed class JiraScopesTests : ListTest
{
    protected override SimulatorOptions Options => new() { ScopedKeys = true };

    [Theory]
    [InlineData("users/search", "read:jira-user", "read:user:jira read:application-role:jira read:avatar:jira read:group:jira")]
    [InlineData("user/groups?accountId=x", "read:jira-user", "read:group:jira")]
    [InlineData("group/bulk", "read:jira-user", "read:group:jira")]
    [InlineData("group/member?groupname=org-admins", "manage:jira-configuration", "read:group:jira read:user:jira read:avatar:jira")]
    [InlineData("applicationrole", "manage:jira-configuration", "read:application-role:jira")]
    [InlineData("applicationrole/jira-software", "manage:jira-configuration", "read:application-role:jira")]
    public async Task Either_kind_of_scope_allows_a_call_and_a_part_of_it_does_not(string path, string classic, string granular)
    {
        var all = granular.Split(' ');
        Assert.NotEqual(HttpStatusCode.Unauthorized, await StatusAsync(path, classic));
        Assert.NotEqual(HttpStatusCode.Unauthorized, await StatusAsync(path, all));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(path, [.. all.Skip(1)]));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(path, "write:jira-work"));
    }

    private async Task<HttpStatusCode> StatusAsync(string path, params string[] scopes)
    {
        Simulator.State.SiteTokens[1].Scopes = scopes;
        using var response = await GetAsync("/ex/jira/" + Simulator.State.Site.CloudId + "/rest/api/3/" + path, Basic(token: SimulatorKeys.ScopedSite));
        return response.StatusCode;
    }
}
