using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Connectors.Organization;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Runs.Actions;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Tests.Support;
using ExternalSources.Core.Users;
using Newtonsoft.Json.Linq;
using Xunit;

namespace ExternalSources.Core.Tests.Connectors.Organization;

/// <summary>What an organization returns before and while users are changed. The responses are fixed.</summary>
public class OrganizationActionTests
{
    private const string Refusal = """{"errors":[{"code":"ADMIN-400-24","title":"Invalid body"}]}""";

    private static readonly UserKey Dana = new("dana", null);

    private readonly List<JObject> _queries = [];
    private readonly List<string> _requests = [];
    private Func<string, JObject, HttpResponseMessage> _answer = (_, _) => StubHandler.Json("""{"data":[]}""");

    [Theory]
    [InlineData("atlassian/org-admin")]
    [InlineData("atlassian/user-access-admin")]
    [InlineData("atlassian/admin")]
    public async Task An_unknown_role_is_read_separately_for_each_role(string held)
    {
        _answer = (request, query) =>
            request.EndsWith("/groups/search", StringComparison.Ordinal)
                ? StubHandler.Json("""{"data":[]}""")
                : Roles(query) switch
                {
                    [] => Users("dana"),
                    [var role] when role != "atlassian/site-admin" => role == held ? Users("dana") : Users(),
                    { } roles => roles.Contains("atlassian/site-admin") ? StubHandler.Json(Refusal, HttpStatusCode.BadRequest) : Users("dana"),
                };
        using var connector = Connector();
        Assert.True(await IsAdministratorAsync(connector));
        // All roles, each role, the groups that grant the known roles, and the user.
        Assert.Equal([4, 1, 1, 1, 1, 3, 0], _queries.Select(query => Roles(query).Length));

        // The administrators are known for a minute.
        Assert.True(await IsAdministratorAsync(connector));
        Assert.Equal([0], _queries.Skip(7).Select(query => Roles(query).Length));
    }

    [Theory]
    [InlineData("g1", true)]
    [InlineData("ari:cloud:identity::group/g1", true)]
    [InlineData("g2", false)]
    public async Task A_member_of_a_group_that_grants_an_administrators_role_is_an_administrator(string group, bool isAdministrator)
    {
        _answer = (request, query) =>
            request.EndsWith("/groups/search", StringComparison.Ordinal) ? StubHandler.Json("""{"data":[{"id":"g1","name":"admins","directoryId":"d1"}]}""")
            : Roles(query).Length > 0 ? Users()
            : StubHandler.Json($$"""{"data":[{"accountId":"dana","status":"active","groups":[{"id":"{{group}}","name":"x"}]}]}""");
        using var connector = Connector();
        var found = await connector.Get<IUserStates>().ReadStatesAsync([Dana], new StateNeeds { Administrators = true }, TestContext.Current.CancellationToken);
        if (group == "g2")
        {
            // No group has this id, so it cannot be compared with the groups of administrators.
            Assert.True(found[0].IsUnknown);
            return;
        }

        Assert.Equal(isAdministrator, found[0].State!.IsAdministrator);
    }

    [Fact]
    public async Task Where_no_role_can_be_read_every_user_may_be_an_administrator()
    {
        _answer = (_, query) => Roles(query).Length == 0 ? Users("dana") : StubHandler.Json(Refusal, HttpStatusCode.BadRequest);
        using var connector = Connector();
        var exception = await Assert.ThrowsAsync<InvalidInputException>(() => IsAdministratorAsync(connector));
        Assert.Equal("IncludeAdministrators", exception.Parameter);
        Assert.Contains("ADMIN-400-24", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("d1", "active", "active")]
    [InlineData("d1", "suspended", "suspended")]
    [InlineData("d2", "suspended", "active")]
    [InlineData(null, "suspended", "active")]
    public async Task The_state_in_a_directory_comes_from_the_roles_of_the_user(string? directory, string status, string? expected)
    {
        _answer = (request, _) =>
            request.Contains("/role-assignments", StringComparison.Ordinal)
                ? StubHandler.Json(
                    $$"""{"data":[{"resourceId":"ari:cloud:confluence::site/1","directoryId":{{Quoted(directory)}},"userDirectoryStatus":"{{status}}"}]}"""
                )
            : request.Contains("accountId=", StringComparison.Ordinal) ? StubHandler.Json("""{"data":[{"directoryId":"d1","name":"One"}]}""")
            : Users("dana");
        using var connector = Connector();
        var found = await connector.Get<IUserStates>().ReadStatesAsync([Dana], new StateNeeds { DirectoryId = "d1" }, TestContext.Current.CancellationToken);
        Assert.Equal(expected, found[0].State!.DirectoryStatus);
    }

    [Theory]
    [InlineData("active", """{"data":[{"directoryId":"d2","name":"Two"}]}""", UserState.NoMembership)]
    [InlineData("active", """{"data":[{"directoryId":"d1","name":"One"}]}""", "active")]
    [InlineData("active", """{"data":[{"directoryId":"d1","name":"One"},{"directoryId":"d2","name":"Two"}]}""", null)]
    [InlineData("suspended", """{"data":[{"directoryId":"d1","name":"One"},{"directoryId":"d2","name":"Two"}]}""", "suspended")]
    [InlineData("deactivated", """{"data":[{"directoryId":"d1","name":"One"}]}""", null)]
    [InlineData("active", """{"data":[]}""", null)]
    public async Task The_directories_and_the_status_of_a_user_without_roles_decide_where_they_leave_one_answer(
        string status,
        string directories,
        string? expected
    )
    {
        _answer = (request, _) =>
            request.Contains("/role-assignments", StringComparison.Ordinal) ? StubHandler.Json("""{"data":[]}""")
            : request.Contains("accountId=", StringComparison.Ordinal) ? StubHandler.Json(directories)
            : StubHandler.Json($$"""{"data":[{"accountId":"dana","status":"{{status}}","groups":[]}]}""");
        using var connector = Connector();
        var found = await connector.Get<IUserStates>().ReadStatesAsync([Dana], new StateNeeds { DirectoryId = "d1" }, TestContext.Current.CancellationToken);
        Assert.Equal(expected, found[0].State!.DirectoryStatus);
    }

    [Fact]
    public async Task A_user_whose_groups_are_unknown_does_not_count_as_a_user_without_groups()
    {
        _answer = (_, _) => StubHandler.Json("""{"data":[{"accountId":"dana","status":"active"},{"accountId":"eve","status":"active","groups":[]}]}""");
        using var connector = Connector();
        var needs = new StateNeeds
        {
            Groups =
            [
                new ExternalGroup
                {
                    Source = "acme",
                    Id = "g1",
                    Name = "one",
                    Directory = "d1",
                },
            ],
        };
        var found = await connector.Get<IUserStates>().ReadStatesAsync([Dana, new UserKey("eve", null)], needs, TestContext.Current.CancellationToken);
        Assert.Null(found[0].State);
        Assert.Contains("does not return the groups of 'dana'", found[0].Problem, StringComparison.Ordinal);
        Assert.Empty(found[1].State!.GroupIds);
    }

    [Fact]
    public async Task Groups_are_read_only_on_request()
    {
        _answer = (_, _) => StubHandler.Json("""{"data":[{"accountId":"dana","status":"active"}]}""");
        using var connector = Connector();
        Assert.NotNull((await connector.Get<IUserStates>().ReadStatesAsync([Dana], new StateNeeds(), TestContext.Current.CancellationToken))[0].State);
        await connector.Get<IAccessRevoker>().GrantingGroupsAsync([], [], TestContext.Current.CancellationToken);
        Assert.Null((await connector.Get<IUserStates>().ReadStatesAsync([Dana], new StateNeeds(), TestContext.Current.CancellationToken))[0].State);
    }

    [Theory]
    [InlineData("b", "b")]
    [InlineData("a", "a")]
    [InlineData("MAIN", "a")]
    public async Task A_directory_is_found_by_id_before_it_is_found_by_name(string given, string found)
    {
        // Names that are the ids of others.
        _answer = (_, _) => StubHandler.Json("""{"data":[{"directoryId":"c","name":"b"},{"directoryId":"b","name":"a"},{"directoryId":"a","name":"Main"}]}""");
        using var connector = Connector();
        Assert.Equal(found, (await connector.Get<IDirectoryAccess>().FindDirectoryAsync(given, TestContext.Current.CancellationToken)).Id);
    }

    [Fact]
    public async Task Two_directories_of_one_name_are_ambiguous()
    {
        _answer = (_, _) => StubHandler.Json("""{"data":[{"directoryId":"d1","name":"Main"},{"directoryId":"d2","name":"main"}]}""");
        using var connector = Connector();
        var exception = await Assert.ThrowsAsync<InvalidInputException>(() =>
            connector.Get<IDirectoryAccess>().FindDirectoryAsync("MAIN", TestContext.Current.CancellationToken)
        );
        Assert.Equal("Directory", exception.Parameter);
        Assert.Contains("d1, d2", exception.Message, StringComparison.Ordinal);
        Assert.Equal("d2", (await connector.Get<IDirectoryAccess>().FindDirectoryAsync("d2", TestContext.Current.CancellationToken)).Id);
    }

    [Theory]
    [InlineData("g2", "g2")]
    [InlineData("TWO", "g2")]
    [InlineData("three", null)]
    public async Task Only_the_requested_group_is_used_from_the_services_list(string given, string? found)
    {
        _answer = (_, _) => StubHandler.Json("""{"data":[{"id":"g1","name":"one","directoryId":"d1"},{"id":"g2","name":"Two","directoryId":"d1"}]}""");
        using var connector = Connector();
        if (found is null)
        {
            await Assert.ThrowsAsync<GroupNotFoundException>(() => connector.Get<IGroupWriter>().FindGroupAsync(given, TestContext.Current.CancellationToken));
        }
        else
        {
            Assert.Equal(found, (await connector.Get<IGroupWriter>().FindGroupAsync(given, TestContext.Current.CancellationToken)).Id);
        }
    }

    [Fact]
    public async Task An_application_that_no_group_grants_is_misspelt()
    {
        _answer = (request, query) =>
            request.EndsWith("/workspaces", StringComparison.Ordinal) ? StubHandler.Json("""{"code":"403"}""", HttpStatusCode.Forbidden)
            : request.Contains("/role-assignments", StringComparison.Ordinal)
                ? StubHandler.Json("""{"data":[{"resourceId":"ari:cloud:confluence::site/1","resourceOwner":"confluence","roles":["atlassian/user"]}]}""")
            : (string?)query["resourceOwners"]?[0] == "conflunce" ? StubHandler.Json("""{"data":[]}""")
            : StubHandler.Json("""{"data":[{"id":"g1","name":"one","directoryId":"d1"}]}""");
        using var connector = Connector();
        var exception = await Assert.ThrowsAsync<InvalidInputException>(() =>
            connector.Get<IAccessRevoker>().GrantingGroupsAsync(["confluence", "conflunce"], [], TestContext.Current.CancellationToken)
        );
        Assert.Equal("Application", exception.Parameter);
        Assert.Contains("The groups grant confluence.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_of_a_group_without_a_directory_are_not_changed()
    {
        using var connector = Connector();
        var group = new ExternalGroup
        {
            Source = "acme",
            Id = "g1",
            Name = "one",
        };
        var exception = await Assert.ThrowsAsync<InvalidInputException>(() =>
            connector.Get<IUserStates>().ReadStatesAsync([Dana], new StateNeeds { Groups = [group] }, TestContext.Current.CancellationToken)
        );
        Assert.Equal("Group", exception.Parameter);
        await Assert.ThrowsAsync<InvalidInputException>(() =>
            connector.Get<IGroupWriter>().AddMemberAsync(group, "dana", TestContext.Current.CancellationToken)
        );
        Assert.Empty(_queries);
    }

    [Fact]
    public async Task The_error_for_a_token_names_what_was_revoked_before()
    {
        var left = new List<string> { "t1", "t2", "t3" };
        _answer = (request, _) =>
            request.StartsWith("GET", StringComparison.Ordinal) ? Tokens([.. left])
            : left.Count == 1 ? StubHandler.Json("{}", HttpStatusCode.InternalServerError)
            : left.Remove(request[^2..]) ? new HttpResponseMessage(HttpStatusCode.NoContent)
            : new HttpResponseMessage(HttpStatusCode.NotFound);
        using var connector = Connector();
        var target = Target();
        // A token that one attempt revoked counts in the next attempt, too.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var exception = await Assert.ThrowsAsync<ServiceStatusException>(() => RevokeAsync(connector, target));
            Assert.Equal(500, exception.StatusCode);
            Assert.EndsWith("Revoked before the failure: 2 API tokens.", exception.Message, StringComparison.Ordinal);
        }

        var other = await Assert.ThrowsAsync<ServiceStatusException>(() => RevokeAsync(connector, Target()));
        Assert.DoesNotContain("Revoked", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_without_an_id_is_not_revoked_and_the_others_are()
    {
        _answer = (request, _) =>
            request.StartsWith("GET", StringComparison.Ordinal) ? Tokens("t1", null, "t3") : new HttpResponseMessage(HttpStatusCode.NoContent);
        using var connector = Connector();
        var exception = await Assert.ThrowsAsync<UnexpectedResponseException>(() => RevokeAsync(connector, Target()));
        Assert.Contains("1 API token.", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("Revoked before the failure: 2 API tokens.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, _queries.Count);
    }

    private static RunTarget Target() =>
        new()
        {
            Number = 1,
            Action = ExternalAction.RevokeUserToken,
            Source = "acme",
            AccountId = "dana",
        };

    private static HttpResponseMessage Tokens(params string?[] ids) =>
        StubHandler.Json(new JArray(ids.Select(id => id is null ? new JObject() : new JObject { ["id"] = id })).ToString());

    private static Task<bool> RevokeAsync(OrganizationConnector connector, RunTarget target) =>
        UserActions.Of(ExternalAction.RevokeUserToken).SendAsync(connector, null!, target, TestContext.Current.CancellationToken);

    private static async Task<bool> IsAdministratorAsync(OrganizationConnector connector) =>
        (await connector.Get<IUserStates>().ReadStatesAsync([Dana], new StateNeeds { Administrators = true }, TestContext.Current.CancellationToken))[0]
            .State!
            .IsAdministrator;

    private static string[] Roles(JObject query) => query["roleIds"] is JArray roles ? [.. roles.Select(role => (string)role!)] : [];

    private static string Quoted(string? value) => value is null ? "null" : $"\"{value}\"";

    private static HttpResponseMessage Users(params string[] ids) =>
        StubHandler.Json($$"""{"data":[{{string.Join(",", ids.Select(id => $$"""{"accountId":"{{id}}","status":"active","groups":[]}"""))}}]}""");

    private OrganizationConnector Connector()
    {
        var stub = new StubHandler(request =>
        {
            using var body = request.Content is { } content ? new StreamReader(content.ReadAsStream(TestContext.Current.CancellationToken)) : null;
            var query = body is null ? [] : JObject.Parse(body.ReadToEnd());
            _queries.Add(query);
            _requests.Add(request.RequestUri!.AbsolutePath);
            return _answer(request.Method + " " + request.RequestUri!.PathAndQuery, query);
        });
        return new OrganizationConnector(
            SampleSource.Organization(ServiceAddress.AdminApi) with
            {
                OrganizationId = "o1",
            },
            new ApiKey(Canary.Secure(Canary.Key)),
            stub.Options()
        );
    }
}
