using System;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Connectors.Organization;
using ExternalSources.Core.Tests.Support;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Core.Tests.Connectors.Organization;

public class AccessRightsTests : AccessTest
{
    [Fact]
    public async Task A_key_without_rights_fails_with_Atlassians_message_and_needs_no_organization()
    {
        OrganizationKey.MayManage = false;
        var inspection = await InspectAsync();
        AssertFails(inspection, CheckNames.Organization, "You may not manage this organization (ADMIN-403-3)", "organization administrator");
        Assert.False(inspection.NeedsOrganization);
    }

    [Fact]
    public async Task A_key_without_rights_fails_with_Atlassians_message_for_a_given_organization()
    {
        OrganizationKey.MayManage = false;
        var inspection = await InspectAsync(source => source with { OrganizationId = OrganizationId });
        AssertFails(inspection, CheckNames.Organization, "You may not manage this organization (ADMIN-403-3)", "organization administrator");
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task An_organization_that_the_key_sees_but_may_not_manage_fails_at_the_rights(int status)
    {
        Simulator.Faults.On("/admin/v2/orgs/*/directories").RespondWith(status, """{"errors":[{"code":"ADMIN-403-3","detail":"No, you may not."}]}""");
        var inspection = await InspectAsync();
        AssertFails(
            inspection,
            CheckNames.AdministratorRights,
            "cannot manage the organization 'Acme'. Atlassian says: No, you may not (ADMIN-403-3).",
            "organization administrator"
        );
        Assert.Equal("Acme", inspection.Title);
    }

    [Fact]
    public async Task A_service_error_is_not_treated_as_missing_rights()
    {
        Simulator.Faults.On("/admin/v2/orgs/*/directories").Respond(502);
        AssertFails(await InspectAsync(), CheckNames.AdministratorRights, "could not process the request (502)", "Try again later");
    }

    [Fact]
    public async Task A_key_with_scopes_needs_its_organization()
    {
        OrganizationKey.Scoped = true;
        var inspection = await InspectAsync();
        AssertFails(inspection, CheckNames.Organization, "This is usual for a key with scopes", "-OrganizationId. The id is shown beside the key");
        Assert.True(inspection.NeedsOrganization);
        Assert.Empty(inspection.Organizations);
    }

    [Fact]
    public async Task A_key_with_scopes_works_with_its_organization_but_manages_no_accounts()
    {
        OrganizationKey.Scoped = true;
        var inspection = await InspectAsync(source => source with { OrganizationId = OrganizationId });
        AssertPasses(inspection, CheckNames.AccountManagement);
        var warning = Check(inspection, CheckNames.AccountManagement);
        Assert.Contains("has scopes", warning.Detail);
        Assert.Contains("You cannot deactivate, reactivate or delete accounts", warning.Detail);
        Assert.Contains("without scopes", warning.Recommendation);
        Assert.Equal("Acme", inspection.Title);
    }

    [Fact]
    public async Task A_key_with_scopes_and_a_wrong_organization_fails_with_advice()
    {
        OrganizationKey.Scoped = true;
        var inspection = await InspectAsync(source => source with { OrganizationId = "wrong" });
        AssertFails(inspection, CheckNames.Organization, "'wrong'", "shown beside the key");
    }

    [Fact]
    public async Task A_key_that_may_not_list_organizations_may_still_have_one()
    {
        Simulator.Faults.On("/admin/v1/orgs").Respond(403);
        var inspection = await InspectAsync(source => source with { OrganizationId = OrganizationId });
        AssertPasses(inspection);
        Assert.Contains("cannot list", Check(inspection, CheckNames.Credentials).Detail);
    }

    [Fact]
    public async Task An_organization_without_managed_accounts_is_a_warning()
    {
        Simulator.Faults.On("**/users/search").RespondWith(200, """{"data":[],"links":{}}""");
        var inspection = await InspectAsync();
        AssertPasses(inspection, CheckNames.AccountManagement);
        Assert.Contains("Verify a domain", Check(inspection, CheckNames.AccountManagement).Recommendation);
        Assert.DoesNotContain(Simulator.Requests.Snapshot(), request => request.Path.StartsWith("/users/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"key":"forbidden"}""", "It is unknown whether the key can manage accounts")]
    [InlineData("""{"key":"forbidden","context":{"message":"The API key lacks the scope manage:org"}}""", "The key has scopes")]
    public async Task A_refusal_to_manage_accounts_is_a_warning_with_its_consequence(string body, string words)
    {
        Simulator.Faults.On("/users/**").RespondWith(403, body);
        var inspection = await InspectAsync();
        AssertPasses(inspection, CheckNames.AccountManagement);
        Assert.StartsWith(words, Check(inspection, CheckNames.AccountManagement).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_error_in_the_check_of_accounts_is_a_warning()
    {
        Simulator.Faults.On("/users/**").Respond(500);
        var inspection = await InspectAsync();
        AssertPasses(inspection, CheckNames.AccountManagement);
        Assert.Contains("It is unknown whether the key can manage accounts", Check(inspection, CheckNames.AccountManagement).Detail);
    }

    [Fact]
    public async Task The_check_of_accounts_can_run_separately()
    {
        using var connector = new OrganizationConnector(Source with { OrganizationId = OrganizationId }, Canary.ApiKey, Transport);
        Assert.Equal(CheckOutcome.Passed, (await connector.Get<IAccountManagementProbe>().ProbeAccountManagementAsync(Cancellation)).Outcome);
        using var unknown = new OrganizationConnector(Source, Canary.ApiKey, Transport);
        Assert.Equal(CheckOutcome.Warning, (await unknown.Get<IAccountManagementProbe>().ProbeAccountManagementAsync(Cancellation)).Outcome);
    }

    [Fact]
    public async Task An_account_id_with_a_colon_is_one_path_segment()
    {
        Simulator.Faults.On("**/users/search").RespondWith(200, """{"data":[{"accountId":"712020:ab/../c?d"}]}""");
        await InspectAsync();
        Assert.Contains("GET /users/712020%3Aab%2F..%2Fc%3Fd/manage", Paths());
    }
}
