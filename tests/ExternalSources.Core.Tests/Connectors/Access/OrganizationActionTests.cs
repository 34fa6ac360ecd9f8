using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using Xunit;

namespace ExternalSources.Core.Tests.Connectors.Access;

/// <summary>What an organization tells before and while users are changed, played word for word.</summary>
public class OrganizationActionTests
{
    private const string Refusal = """{"errors":[{"code":"ADMIN-400-24","title":"Invalid body"}]}""";

    private static readonly UserKey Dana = new("dana", null);

    private readonly List<JObject> _queries = [];
    private Func<string, JObject, HttpResponseMessage> _answer = (_, _) => StubHandler.Json("""{"data":[]}""");

    [Theory]
    [InlineData("atlassian/org-admin")]
    [InlineData("atlassian/user-access-admin")]
    public async Task Where_a_role_is_unknown_each_is_asked_for_by_itself(string held)
    {
        _answer = (_, query) => Roles(query) switch
        {
            [] => Users("dana"),
            [var role] when role != "atlassian/site-admin" => role == held ? Users("dana") : Users(),
            { } roles => roles.Contains("atlassian/site-admin") ? StubHandler.Json(Refusal, HttpStatusCode.BadRequest) : Users("dana"),
        };
        using var connector = Connector();
        Assert.True(await IsAdministratorAsync(connector));
        Assert.Equal([0, 4, 1, 1, 1, 1], _queries.Select(query => Roles(query).Length));

        // What the service does not know it is not asked for again.
        Assert.True(await IsAdministratorAsync(connector));
        Assert.Equal([0, 3], _queries.Skip(6).Select(query => Roles(query).Length));
    }

    [Fact]
    public async Task Where_no_role_can_be_asked_for_nobody_is_taken_for_safe()
    {
        _answer = (_, query) => Roles(query).Length == 0 ? Users("dana") : StubHandler.Json(Refusal, HttpStatusCode.BadRequest);
        using var connector = Connector();
        var exception = await Assert.ThrowsAsync<InvalidInputException>(() => IsAdministratorAsync(connector));
        Assert.Equal("IncludeAdministrators", exception.Parameter);
        Assert.Contains("ADMIN-400-24", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Administrators_of_other_directories_are_administrators()
    {
        _answer = (_, _) => Users("dana");
        using var connector = Connector();
        var found = await connector.ReadStatesAsync([Dana], new StateNeeds { Administrators = true, DirectoryId = "d1" }, TestContext.Current.CancellationToken);
        Assert.True(found[0].State!.IsAdministrator);
        Assert.Equal(["d1", null], _queries.Select(query => (string?)query["directoryIds"]?[0]));
    }

    private static async Task<bool> IsAdministratorAsync(AccessConnector connector) =>
        (await connector.ReadStatesAsync([Dana], new StateNeeds { Administrators = true }, TestContext.Current.CancellationToken))[0].State!.IsAdministrator;

    private static string[] Roles(JObject query) => query["roleIds"] is JArray roles ? [.. roles.Select(role => (string)role!)] : [];

    private static HttpResponseMessage Users(params string[] ids) =>
        StubHandler.Json($$"""{"data":[{{string.Join(",", ids.Select(id => $$"""{"accountId":"{{id}}","status":"active","groups":[]}"""))}}]}""");

    private AccessConnector Connector()
    {
        var stub = new StubHandler(request =>
        {
            using var body = request.Content is { } content ? new StreamReader(content.ReadAsStream(TestContext.Current.CancellationToken)) : null;
            var query = body is null ? [] : JObject.Parse(body.ReadToEnd());
            _queries.Add(query);
            return _answer(request.Method + " " + request.RequestUri!.PathAndQuery, query);
        });
        return new AccessConnector(SampleSource.Organization(ServiceAddress.AdminApi) with { OrganizationId = "o1" }, new ApiKey(Canary.Secure(Canary.Key)), stub.Options());
    }
}
