using System.IO;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors.JiraCloud;
using ExternalSources.Core.Users;
using Newtonsoft.Json;
using Xunit;

namespace ExternalSources.Core.Tests.Connectors.JiraCloud;

public sealed class JiraJsonReaderTests
{
    private static readonly JiraJsonReader Rows = new("acme-jira");

    [Fact]
    public void A_full_row_becomes_a_user()
    {
        var user = User(
            """
            {"self":"https://x","accountId":"557058:1","accountType":"atlassian","emailAddress":"dana@acme.example",
             "avatarUrls":{"48x48":"https://y"},"displayName":"Dana","active":true,"timeZone":"Europe/Oslo"}
            """
        );
        Assert.Equal(
            ("acme-jira", "557058:1", "Dana", "dana@acme.example", "Active", "Person"),
            (user.Source, user.AccountId, user.Name, user.Email, user.Status, user.AccountType)
        );
        Assert.False(user.ActivityKnown);
        Assert.Null(user.Managed);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"accountId":"unknown","accountType":"unknown","displayName":"Former user","active":false}""")]
    [InlineData("""{"accountId":null,"displayName":"Dana"}""")]
    public void A_record_that_Jira_could_not_read_is_no_user_but_keeps_its_place(string json)
    {
        Assert.Equal(
            ["1", null, "2"],
            JsonText.Read(new StringReader($$"""[{"accountId":"1"},{{json}},{"accountId":"2"}]"""), Rows.Users).Select(user => user?.AccountId)
        );
        Assert.Equal(
            [null, "2"],
            JsonText.Read(new StringReader($$"""{"values":[{{json}},{"accountId":"2"}]}"""), Rows.UserPage).Rows.Select(user => user?.AccountId)
        );
        Assert.Null(JsonText.Read(new StringReader(json), JiraJsonReader.Belonging));
    }

    [Fact]
    public void A_user_has_groups_and_applications()
    {
        var read = Belonging(
            """
            {"accountId":"1","groups":{"size":2,"items":[{"name":"one","groupId":"g1","self":"https://z"},
            {"groupId":"g2"}],"max-results":50},
            "applicationRoles":{"size":1,"items":[{"key":"jira-software","name":"Jira","groups":["one"]}]}}
            """
        );
        Assert.Equal([("g1", "one"), ("g2", null)], read.Groups!.Items.Select(group => (group.Id, group.Name)));
        Assert.Equal(["jira-software"], read.Applications!.Items);
        Assert.False(read.Groups.IsIncomplete || read.Applications.IsIncomplete);
    }

    [Theory]
    [InlineData("""{"size":3,"items":[{"groupId":"g1"}],"max-results":1}""", 3, 1)]
    [InlineData("""{"items":[{"name":"old"},{"groupId":"g2"}],"size":2}""", 2, 1)]
    [InlineData("""{"size":3}""", 3, 0)]
    public void Groups_that_are_counted_but_not_returned_are_missing(string json, int size, int items)
    {
        var groups = Belonging($$"""{"accountId":"1","groups":{{json}}}""").Groups!;
        Assert.Equal((size, items, true), (groups.Size, groups.Items.Count, groups.IsIncomplete));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Data_that_is_not_returned_is_unknown(string json) => Assert.Null(Belonging($$"""{"accountId":"1","groups":{{json}}}""").Groups);

    [Theory]
    [InlineData("""{"accountId":"1"}""")]
    [InlineData("""{"accountId":"1","emailAddress":"","groups":null,"applicationRoles":[]}""")]
    [InlineData("""{"accountId":"1","emailAddress":null,"displayName":{},"active":"yes","groups":{"size":3},"new":{"accountId":"2"}}""")]
    public void An_id_is_enough_and_a_hidden_address_is_null(string json)
    {
        var user = User(json);
        Assert.Equal(("1", null, "Unknown", "Unknown"), (user.Name, user.Email, user.Status, user.AccountType));
        Assert.Null(user.Groups);
        Assert.Null(user.Applications);
    }

    [Theory]
    [InlineData("true", "Active")]
    [InlineData("false", "Deactivated")]
    [InlineData("null", "Unknown")]
    public void A_site_returns_two_states_or_none(string active, string status) =>
        Assert.Equal(status, User($$"""{"accountId":"1","active":{{active}}}""").Status);

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"errorMessages\":[\"no\"]}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("[\"dana\"]")]
    public void An_invalid_list_is_an_error(string json) => Assert.ThrowsAny<JsonException>(() => JsonText.Read(new StringReader(json), Rows.Users));

    [Theory]
    [InlineData("{\"total\":3}")]
    [InlineData("{\"values\":null}")]
    [InlineData("[]")]
    public void A_page_without_its_values_is_an_error(string json) =>
        Assert.ThrowsAny<JsonException>(() => JsonText.Read(new StringReader(json), Rows.UserPage));

    [Theory]
    [InlineData("7", 7)]
    [InlineData("null", null)]
    [InlineData("\"many\"", null)]
    public void The_total_may_be_missing(string total, int? expected)
    {
        var page = JsonText.Read(
            new StringReader($$"""{"values":[{"groupId":"g","name":"n"},{"name":"old"}],"isLast":true,"total":{{total}}}"""),
            Rows.GroupPage
        );
        Assert.Equal(expected, page.Total);
        Assert.True(page.IsLast);
        Assert.Equal(["g", null], page.Rows.Select(group => group?.Id));
    }

    [Fact]
    public void An_application_role_has_the_groups_that_grant_it()
    {
        var roles = JsonText.Read(
            new StringReader(
                """
                [{"key":"jira-software","groups":["one"],"groupDetails":[{"name":"one","groupId":"g1"},{"name":"old"}],"numberOfSeats":10},
                {"key":"jira-servicedesk"},{"name":"no key"}]
                """
            ),
            JiraJsonReader.Roles
        );
        Assert.Equal(["jira-software", "jira-servicedesk"], roles.Select(role => role.Application));
        Assert.Equal(["g1"], roles[0].GroupIds);
        Assert.Empty(roles[1].GroupIds);
        Assert.Equal([1, 0], roles.Select(role => role.Unidentified));
    }

    [Theory]
    [InlineData("""{"key":"jira-software","groups":["one","two"]}""", 2)]
    [InlineData("""{"key":"jira-software","groups":["one","two"],"groupDetails":[{"groupId":"g1"}]}""", 1)]
    [InlineData("""{"key":"jira-software","groupDetails":[{"groupId":"g1"},{"groupId":"g2"}],"groups":[]}""", 0)]
    [InlineData("""{"key":"jira-software","groupDetails":null,"groups":null}""", 0)]
    public void Groups_of_a_role_without_their_ids_are_counted(string json, int expected) =>
        Assert.Equal(expected, Assert.Single(JsonText.Read(new StringReader("[" + json + "]"), JiraJsonReader.Roles)).Unidentified);

    private static JiraBelonging Belonging(string json) => JsonText.Read(new StringReader(json), JiraJsonReader.Belonging)!;

    private static ExternalUser User(string json) => Assert.Single(JsonText.Read(new StringReader("[" + json + "]"), Rows.Users))!;
}
