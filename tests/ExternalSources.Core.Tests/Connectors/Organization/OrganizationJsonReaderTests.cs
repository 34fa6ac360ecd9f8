using System;
using System.IO;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors.Organization;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;
using Newtonsoft.Json;
using Xunit;

namespace ExternalSources.Core.Tests.Connectors.Organization;

public sealed class OrganizationJsonReaderTests
{
    [Fact]
    public void A_full_row_becomes_a_user()
    {
        var user = User(
            """
            {"accountId":"557058:1","accountType":"atlassian","status":"active","accountStatus":"active","membershipStatus":"active",
             "addedToOrg":"2024-03-01T08:00:00Z",
             "name":"Dana","nickname":"d","email":"dana@acme.example","emailVerified":true,"claimStatus":"managed",
              "platformRoles":["atlassian/org-admin"],"picture":"https://x",
             "managementSource":"synced","mfaEnabled":true,"jobTitle":"Lead","department":"IT","organization":"Acme","location":"Oslo",
              "timeZone":"Europe/Oslo","counts":{"resources":2},
             "productAccess":[{"key":"jira-software","id":"ari:1","lastActiveTimestamp":"2026-01-02T03:04:05Z"},
              {"key":"confluence","id":"ari:2","lastActiveTimestamp":"2026-05-06T07:08:09Z"},{"key":"jira-servicedesk"}],
             "groups":[{"id":"g1","name":"one","description":"d"},{"id":"g2"}],"forDeletion":false,"links":{"self":"/x"}}
            """
        );
        Assert.Equal(
            ("acme", "557058:1", "Dana", "dana@acme.example", "Active", "Person", true, "Synced", true, "Lead", "IT", "Oslo"),
            (
                user.Source,
                user.AccountId,
                user.Name,
                user.Email,
                user.Status,
                user.AccountType,
                user.Managed,
                user.ManagedBy,
                user.TwoStepVerification,
                user.JobTitle,
                user.Department,
                user.Location
            )
        );
        Assert.Equal(new DateTimeOffset(2024, 3, 1, 8, 0, 0, TimeSpan.Zero), user.AddedToOrganization);
        Assert.True(user.ActivityKnown);
        Assert.Equal(new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero), user.LastActive);
        Assert.Equal(["jira-software", "confluence", "jira-servicedesk"], user.Activity.Select(activity => activity.Application));
        Assert.Null(user.Activity[2].LastActive);
        Assert.Null(user.Applications);
        Assert.Equal([("g1", "one"), ("g2", null)], user.Groups!.Select(group => (group.Id, group.Name)));
        Assert.Equal(["atlassian/org-admin"], user.Roles);
    }

    [Fact]
    public void An_id_is_enough()
    {
        var user = User("""{"accountId":"557058:1"}""");
        Assert.Equal(("557058:1", "Unknown", "Unknown"), (user.Name, user.Status, user.AccountType));
        Assert.False(user.ActivityKnown);
        Assert.Null(user.Email);
        Assert.Null(user.Managed);
        Assert.Null(user.LastActive);
        Assert.Null(user.Groups);
        Assert.Null(user.Applications);
        Assert.Null(user.Roles);
        Assert.Null(user.TwoStepVerification);
        Assert.Empty(user.Activity);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("true")]
    [InlineData("[[{\"a\":{\"b\":[1]}}]]")]
    [InlineData("{\"accountId\":\"other\",\"name\":\"other\"}")]
    public void Members_of_an_unexpected_shape_count_as_missing(string value)
    {
        // Lists of groups and roles that are there and empty say more than lists that are not there.
        var members = new[]
        {
            "name",
            "email",
            "accountType",
            "status",
            "accountStatus",
            "claimStatus",
            "managementSource",
            "jobTitle",
            "department",
            "location",
            "addedToOrg",
        };
        var user = User("{" + string.Concat(members.Select(member => $"\"{member}\":{value},")) + "\"new\":" + value + ",\"accountId\":\"1\"}");
        Assert.Equal(User("""{"accountId":"1"}"""), user);
    }

    [Theory]
    [InlineData("active", "active", null, "Active")]
    [InlineData("suspended", "active", null, "Suspended")]
    [InlineData("not_invited", "active", null, "NotInvited")]
    [InlineData("deactivated", "inactive", null, "Deactivated")]
    [InlineData("for_deletion", "inactive", null, "ForDeletion")]
    [InlineData("deactivated", "inactive", "true", "ForDeletion")]
    [InlineData("deactivated", "closed", "true", "Deleted")]
    [InlineData(null, "closed", null, "Deleted")]
    [InlineData(null, "inactive", null, "Deactivated")]
    [InlineData(null, "active", "false", "Active")]
    [InlineData("on_sabbatical", "active", null, "on_sabbatical")]
    [InlineData(null, "frozen", null, "frozen")]
    public void The_status_is_composed_and_a_new_word_is_kept(string? status, string? accountStatus, string? forDeletion, string expected) =>
        Assert.Equal(
            expected,
            User($$"""{"accountId":"1","status":{{Json(status)}},"accountStatus":{{Json(accountStatus)}},"forDeletion":{{forDeletion ?? "null"}}}""").Status
        );

    [Theory]
    [InlineData("atlassian", "Person", null)]
    [InlineData("app", "App", null)]
    [InlineData("customer", "Customer", null)]
    [InlineData("robot", "Unknown", "robot")]
    [InlineData("Atlassian", "Unknown", "Atlassian")]
    [InlineData(null, "Unknown", null)]
    public void An_account_of_an_unknown_type_keeps_the_services_word(string? type, string expected, string? word)
    {
        var user = User($$"""{"accountId":"1","accountType":{{Json(type)}}}""");
        Assert.Equal((expected, word), (user.AccountType, user.ServiceAccountType));
    }

    [Theory]
    [InlineData("\"managed\"", true)]
    [InlineData("\"unmanaged\"", false)]
    [InlineData("null", null)]
    public void Whether_an_account_is_managed_may_be_unknown(string claim, bool? expected) =>
        Assert.Equal(expected, User($$"""{"accountId":"1","claimStatus":{{claim}}}""").Managed);

    [Fact]
    public void An_empty_list_of_activity_is_known()
    {
        Assert.True(User("""{"accountId":"1","productAccess":[]}""").ActivityKnown);
        Assert.False(User("""{"accountId":"1","productAccess":null}""").ActivityKnown);
        Assert.False(User("""{"accountId":"1","productAccess":{"key":"jira-software"}}""").ActivityKnown);
    }

    [Theory]
    [InlineData("""{"key":"a","lastActiveTimestamp":"soon"}""", false)]
    [InlineData("""{"key":"a","lastActiveTimestamp":1767225600000}""", false)]
    [InlineData("""{"key":"a","lastActiveTimestamp":{"epoch":1}}""", false)]
    [InlineData("""{"lastActiveTimestamp":"2026-01-01"}""", false)]
    [InlineData("""{"key":"a","lastActiveTimestamp":null}""", true)]
    [InlineData("""{"key":"a","lastActiveTimestamp":""}""", true)]
    [InlineData("""{"key":"a"}""", true)]
    [InlineData("""{"key":"a","lastActiveTimestamp":"2026-01-01"}""", true)]
    public void An_unreadable_entry_of_activity_is_not_never(string entry, bool known)
    {
        var user = User($$"""{"accountId":"1","productAccess":[{"key":"b"},{{entry}}]}""");
        Assert.Equal(known, user.ActivityKnown);
        Assert.Equal(known ? 2 : 1, user.Activity.Count);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""[{"name":"nameless"},{"id":"g"}]""")]
    public void Groups_that_are_not_returned_are_unknown(string groups) => Assert.Null(User($$"""{"accountId":"1","groups":{{groups}}}""").Groups);

    [Theory]
    [InlineData("active", "suspended", "Suspended")]
    [InlineData("active", "no_membership", "NotInvited")]
    [InlineData("active", "active", "Active")]
    [InlineData("inactive", "suspended", "Deactivated")]
    [InlineData("closed", "suspended", "Deleted")]
    public void A_status_that_is_not_returned_is_composed(string account, string membership, string status) =>
        Assert.Equal(status, User($$"""{"accountId":"1","accountStatus":"{{account}}","membershipStatus":"{{membership}}"}""").Status);

    [Fact]
    public void Entries_without_an_id_are_skipped()
    {
        var user = User("""{"accountId":"1","productAccess":[{"lastActiveTimestamp":"2026-01-01"},{"key":"a"}]}""");
        Assert.Equal(["a"], user.Activity.Select(activity => activity.Application));
        Assert.Null(user.LastActive);
        Assert.Empty(Page("""{"data":[{"name":"nobody"}]}""").Rows);
        Assert.Equal("1", Assert.Single(Page("""{"data":[null,{"accountId":"1"},null]}""").Rows).AccountId);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"data\":null}")]
    [InlineData("{\"data\":{}}")]
    [InlineData("{\"data\":[1]}")]
    [InlineData("{\"error\":\"x\"}")]
    [InlineData("[]")]
    [InlineData("null")]
    public void A_page_without_its_data_is_an_error_and_not_an_empty_list(string json) => Assert.ThrowsAny<JsonException>(() => Page(json));

    [Theory]
    [InlineData("{\"data\":[]}", null)]
    [InlineData("{\"data\":[],\"links\":null}", null)]
    [InlineData("{\"data\":[],\"links\":{}}", null)]
    [InlineData("{\"data\":[],\"links\":{\"next\":null}}", null)]
    [InlineData("{\"data\":[],\"links\":{\"next\":\"\"}}", null)]
    [InlineData("{\"links\":{\"self\":\"a\",\"next\":\"c\"},\"data\":[]}", "c")]
    public void The_cursor_is_the_link_to_the_next_page(string json, string? next) => Assert.Equal(next, Page(json).Next);

    [Fact]
    public void A_group_has_the_size_and_owner_that_the_service_returns()
    {
        var groups = JsonText
            .Read(
                new StringReader(
                    """
                    {"data":[{"id":"1","name":"one","description":"d","directoryId":"dir","externalSynced":true,"counts":{"users":7,"resources":1}},
                    {"id":"2"},{"name":"no id"},{"id":"3","counts":null}]}
                    """
                ),
                new OrganizationJsonReader("acme").GroupPage
            )
            .Rows;
        Assert.Equal(
            [("1", "one", "d", "dir", true, 7), ("2", "2", null, null, null, null), ("3", "3", null, null, null, default(int?))],
            groups.Select(group => (group.Id, group.Name, group.Description, group.Directory, group.ExternallySynced, group.MemberCount))
        );
    }

    [Fact]
    public void A_group_counts_the_applications_that_it_grants()
    {
        var groups = JsonText
            .Read(
                new StringReader(
                    """
                    {"data":[{"id":"1","counts":{"resources":0}},{"id":"2","counts":{"users":3,"resources":2}},{"id":"3"},
                    {"id":"4","counts":{"users":0}}]}
                    """
                ),
                new OrganizationJsonReader("acme").GroupPage
            )
            .Rows;
        Assert.Equal([0, 2, null, null], groups.Select(group => group.Resources));
    }

    private static string Json(string? text) => text is null ? "null" : "\"" + text + "\"";

    private static CursorPage<ExternalUser> Page(string json) => JsonText.Read(new StringReader(json), new OrganizationJsonReader("acme").UserPage);

    private static ExternalUser User(string json) => Assert.Single(Page("{\"data\":[" + json + "]}").Rows);
}
