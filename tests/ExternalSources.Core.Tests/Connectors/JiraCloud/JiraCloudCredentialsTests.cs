using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Tests.Support;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Core.Tests.Connectors.JiraCloud;

public class JiraCloudCredentialsTests : JiraCloudTest
{
    [Fact]
    public async Task The_wrong_address_for_a_token_is_refused_with_both_possibilities()
    {
        var inspection = await InspectAsync(source => source with { UserEmail = "other@acme.example" });
        AssertFails(
            inspection,
            CheckNames.Credentials,
            "does not accept the e-mail address other@acme.example with this API token (401)",
            "Check that the token belongs to this e-mail address"
        );
    }

    [Fact]
    public async Task A_wrong_token_is_refused() =>
        AssertFails(
            await InspectAsync(Source, "another-token"),
            CheckNames.Credentials,
            "The address or the token is wrong, the token was revoked or has expired",
            "-ScopedToken"
        );

    [Fact]
    public async Task A_revoked_token_is_refused()
    {
        SiteToken.Revoked = true;
        AssertFails(await InspectAsync(), CheckNames.Credentials, "revoked", "Check that the token");
    }

    [Fact]
    public async Task A_token_that_expired_by_the_date_on_record_says_when()
    {
        SiteToken.ExpiresAt = TestClock.Start.AddDays(-1);
        var inspection = await InspectAsync(source => source with { ExpiresOn = TestClock.Start.AddDays(-1) });
        AssertFails(inspection, CheckNames.Credentials, "The token expired on 2026-06-30", "Create a new API token");
    }

    [Fact]
    public async Task A_token_with_scopes_is_refused_at_the_site_and_the_error_names_the_switch()
    {
        SiteToken.Scoped = true;
        AssertFails(await InspectAsync(), CheckNames.Credentials, "or it is a token with scopes", "add -ScopedToken");
    }

    [Fact]
    public async Task A_token_with_scopes_works_through_the_gateway()
    {
        SiteToken.Scoped = true;
        var inspection = await InspectAsync(source => source with { ScopedToken = true });

        AssertPasses(inspection);
        Assert.Equal(Simulator.State.Site.CloudId, inspection.CloudId);
        var withCredentials = Simulator.Requests.Snapshot().Where(request => request.HasCredentials).ToArray();
        Assert.Equal(3, withCredentials.Length);
        Assert.All(withCredentials, request => Assert.StartsWith($"/ex/jira/{inspection.CloudId}/rest/api/3/", request.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_switch_for_a_token_without_scopes_is_an_error_that_says_so() =>
        AssertFails(
            await InspectAsync(source => source with { ScopedToken = true }),
            CheckNames.Credentials,
            "or it is a token without scopes",
            "omit -ScopedToken"
        );

    [Fact]
    public async Task A_missing_scope_is_reported()
    {
        SiteToken.Scoped = true;
        SiteToken.Scopes = ["read:jira-user"];
        var inspection = await InspectAsync(source => source with { ScopedToken = true });
        AssertPasses(inspection, CheckNames.ApplicationRoles);
        var rights = Check(inspection, CheckNames.AdministratorRights);
        Assert.Equal(CheckOutcome.Unknown, rights.Outcome);
        Assert.Contains("cannot read its own permissions", rights.Detail);
        Assert.Contains("read:jira-work", rights.Recommendation);
        // Without the permissions, a request shows whether the token reads users.
        Assert.Equal(CheckOutcome.Passed, Check(inspection, CheckNames.BrowseUsers).Outcome);
    }

    [Fact]
    public async Task A_token_that_reads_neither_its_permissions_nor_users_fails()
    {
        Simulator.Faults.On("/rest/api/3/mypermissions").Respond(403);
        Simulator.Faults.On("/rest/api/3/users/search").RespondWith(200, "[]");
        AssertFails(await InspectAsync(), CheckNames.BrowseUsers, "The token cannot browse users and groups.", "'Browse users and groups'");
    }

    [Theory]
    [InlineData("""{"other": 1}""")]
    [InlineData("[]")]
    public async Task A_site_without_a_cloud_id_does_not_support_a_token_with_scopes(string body)
    {
        Simulator.Faults.On("/_edge/tenant_info").RespondWith(200, body);
        var inspection = await InspectAsync(source => source with { ScopedToken = true });
        AssertFails(inspection, CheckNames.Site, "does not return its cloud id", "without scopes");
        Assert.DoesNotContain(Simulator.Requests.Snapshot(), request => request.HasCredentials);
    }

    [Fact]
    public async Task A_cloud_id_cannot_lead_elsewhere()
    {
        Simulator.Faults.On("/_edge/tenant_info").RespondWith(200, """{"cloudId": "../../rest/api/3/myself?"}""");
        await InspectAsync(source => source with { ScopedToken = true });
        Assert.All(Simulator.Requests.Snapshot().Where(request => request.HasCredentials), request =>
            Assert.StartsWith("/ex/jira/", request.Path, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_account_without_access_to_the_site_fails_with_the_sites_message()
    {
        Simulator.Faults.On("/rest/api/3/myself").Respond(403, detail: "Your IP address is not allowed.");
        AssertFails(await InspectAsync(), CheckNames.Credentials, "cannot use this site (403). Jira says: Your IP address is not allowed.", "IP allowlist");
    }

    [Fact]
    public async Task A_user_who_is_no_administrator_fails_at_the_rights()
    {
        SiteToken.Administrator = false;
        var inspection = await InspectAsync();
        AssertPasses(inspection, CheckNames.AdministratorRights, CheckNames.ApplicationRoles);
        Assert.StartsWith("The token cannot administer Jira. Commands that change the site fail.", Check(inspection, CheckNames.AdministratorRights).Detail);
        Assert.Contains("'Administer Jira'", Check(inspection, CheckNames.AdministratorRights).Recommendation);
    }

    [Fact]
    public async Task An_administrator_who_may_not_browse_users_fails()
    {
        SiteToken.CanBrowseUsers = false;
        var inspection = await InspectAsync();
        AssertFails(inspection, CheckNames.BrowseUsers, "The token cannot browse users and groups.", "'Browse users and groups'");
        Assert.Equal(CheckOutcome.Passed, Check(inspection, CheckNames.AdministratorRights).Outcome);
    }

    [Fact]
    public async Task Site_administration_is_unknown_and_not_proven_by_ADMINISTER()
    {
        var check = Check(await InspectAsync(), CheckNames.SiteAdministration);
        Assert.Equal(CheckOutcome.Unknown, check.Outcome);
        Assert.Contains("It is unknown whether the token can change groups and delete users.", check.Detail);
        Assert.Null(check.Recommendation);
    }

    [Fact]
    public async Task An_account_that_creates_no_issues_is_warned()
    {
        Simulator
            .Faults.On("/rest/api/3/mypermissions")
            .RespondWith(200, """{"permissions":{"ADMINISTER":{"havePermission":true},"USER_PICKER":{"havePermission":true}}}""");
        AssertPasses(await InspectAsync(), CheckNames.CreateIssues);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"permissions": []}""")]
    public async Task Permissions_that_are_not_returned_are_not_assumed(string body)
    {
        Simulator.Faults.On("/rest/api/3/mypermissions").RespondWith(200, body);
        var inspection = await InspectAsync();
        AssertFails(inspection, CheckNames.BrowseUsers, "contains no permissions", "again");
        Assert.Equal(CheckOutcome.Unknown, Check(inspection, CheckNames.AdministratorRights).Outcome);
    }

    [Theory]
    [InlineData("""{"permissions": {}}""")]
    [InlineData("""{"permissions": {"ADMINISTER": null}}""")]
    [InlineData("""{"permissions": {"ADMINISTER": {"havePermission": "perhaps"}}}""")]
    [InlineData("""{"permissions": {"ADMINISTER": {"havePermission": false}}}""")]
    public async Task A_permission_counts_only_when_it_is_given(string body)
    {
        Simulator.Faults.On("/rest/api/3/mypermissions").RespondWith(200, body);
        var inspection = await InspectAsync();
        AssertFails(inspection, CheckNames.BrowseUsers, "cannot browse users and groups", "'Browse users and groups'");
        Assert.Equal(CheckOutcome.Warning, Check(inspection, CheckNames.AdministratorRights).Outcome);
    }

    [Fact]
    public async Task A_response_without_a_user_is_not_a_success()
    {
        Simulator.Faults.On("/rest/api/3/myself").RespondWith(200, """{"displayName": "Former user"}""");
        AssertFails(await InspectAsync(), CheckNames.Credentials, "contains no account", "Jira Cloud site");
    }

    [Fact]
    public async Task A_hidden_address_and_name_do_no_harm()
    {
        Simulator.Faults.On("/rest/api/3/myself").RespondWith(200, """{"accountId": "712020:1", "emailAddress": null}""");
        var inspection = await InspectAsync();
        AssertPasses(inspection);
        Assert.Contains("712020:1", Check(inspection, CheckNames.Credentials).Detail);
    }

    [Fact]
    public async Task A_refusal_that_repeats_the_token_is_shown_without_it()
    {
        Simulator.Faults.On("/rest/api/3/myself").Respond(403).EchoAuthorization();
        AssertFails(await InspectAsync(), CheckNames.Credentials, "***", "IP allowlist");
    }
}
