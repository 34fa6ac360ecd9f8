using System.IO;
using System.Linq;
using Newtonsoft.Json;
using Xunit;

namespace ExternalSources.Core.Tests.Connectors.JiraCloud;

public sealed class JiraRowTests
{
    private static readonly JiraRows Rows = new("acme-jira");

    [Fact]
    public void A_full_row_becomes_a_user()
    {
        var user = User("""
            {"self":"https://x","accountId":"557058:1","accountType":"atlassian","emailAddress":"dana@acme.example","avatarUrls":{"48x48":"https://y"},"displayName":"Dana","active":true,"timeZone":"Europe/Oslo",
             "groups":{"size":2,"items":[{"name":"one","groupId":"g1","self":"https://z"},{"groupId":"g2"}]},"applicationRoles":{"size":1,"items":[{"key":"jira-software","name":"Jira","groups":["one"]}]}}
            """);
        Assert.Equal(("acme-jira", "557058:1", "Dana", "dana@acme.example", "Active", "Person"), (user.Source, user.AccountId, user.Name, user.Email, user.Status, user.AccountType));
        Assert.Equal([("g1", "one"), ("g2", null)], user.Groups!.Select(group => (group.Id, group.Name)));
        Assert.Equal(["jira-software"], user.Applications);
        Assert.False(user.ActivityKnown);
        Assert.Null(user.Managed);
    }

    [Theory]
    [InlineData("""{"accountId":"1"}""")]
    [InlineData("""{"accountId":"1","emailAddress":"","groups":null,"applicationRoles":[]}""")]
    [InlineData("""{"accountId":"1","emailAddress":null,"displayName":{},"active":"yes","groups":{"size":3},"new":{"accountId":"2"}}""")]
    public void An_id_is_enough_and_a_hidden_address_is_none(string json)
    {
        var user = User(json);
        Assert.Equal(("1", null, "Active", "Person"), (user.Name, user.Email, user.Status, user.AccountType));
        Assert.Null(user.Groups);
        Assert.Null(user.Applications);
    }

    [Theory]
    [InlineData("true", "Active")]
    [InlineData("false", "Deactivated")]
    public void A_site_tells_two_states(string active, string status) => Assert.Equal(status, User($$"""{"accountId":"1","active":{{active}}}""").Status);

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"errorMessages\":[\"no\"]}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("[\"dana\"]")]
    public void A_list_that_is_none_is_an_error(string json) => Assert.ThrowsAny<JsonException>(() => JsonText.Read(new StringReader(json), Rows.Users));

    [Theory]
    [InlineData("{\"total\":3}")]
    [InlineData("{\"values\":null}")]
    [InlineData("[]")]
    public void A_page_without_its_values_is_an_error(string json) => Assert.ThrowsAny<JsonException>(() => JsonText.Read(new StringReader(json), Rows.UserPage));

    [Theory]
    [InlineData("7", 7)]
    [InlineData("null", null)]
    [InlineData("\"many\"", null)]
    public void The_total_may_be_missing(string total, int? expected)
    {
        var page = JsonText.Read(new StringReader($$"""{"values":[{"groupId":"g","name":"n"},{"name":"old"}],"isLast":true,"total":{{total}}}"""), Rows.GroupPage);
        Assert.Equal(expected, page.Total);
        Assert.Equal("g", Assert.Single(page.Rows).Id);
    }

    [Fact]
    public void An_application_role_tells_the_groups_that_grant_it()
    {
        var roles = JsonText.Read(new StringReader("""[{"key":"jira-software","groups":["one"],"groupDetails":[{"name":"one","groupId":"g1"},{"name":"old"}],"numberOfSeats":10},{"key":"jira-servicedesk"},{"name":"no key"}]"""), JiraRows.Roles);
        Assert.Equal(["jira-software", "jira-servicedesk"], roles.Select(role => role.Application));
        Assert.Equal(["g1"], roles[0].GroupIds);
        Assert.Empty(roles[1].GroupIds);
    }

    private static ExternalUser User(string json) => Assert.Single(JsonText.Read(new StringReader("[" + json + "]"), Rows.Users));
}
