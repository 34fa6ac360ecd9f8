using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
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
    public async Task A_key_that_cannot_read_users_fails_and_its_other_rights_are_shown(int status)
    {
        Simulator.Faults.On("**/users/search").RespondWith(status, """{"errors":[{"code":"ADMIN-403-3","detail":"No, you may not."}]}""");
        var inspection = await InspectAsync();
        AssertFails(
            inspection,
            CheckNames.ReadUsers,
            "The key cannot read users. It says: No, you may not (ADMIN-403-3).",
            "without scopes that an organization administrator created"
        );
        Assert.Equal("Acme", inspection.Title);
        Assert.Equal(CheckOutcome.Passed, Check(inspection, CheckNames.ReadGroups).Outcome);
        Assert.Equal(CheckOutcome.Passed, Check(inspection, CheckNames.ReadKeys).Outcome);
        Assert.Equal(CheckOutcome.Unknown, Check(inspection, CheckNames.ReadRoleAssignments).Outcome);
        Assert.Contains("'ReadUsers' failed", Check(inspection, CheckNames.ReadRoleAssignments).Detail);
    }

    [Fact]
    public async Task A_service_error_is_not_treated_as_missing_rights()
    {
        Simulator.Faults.On("**/users/search").Respond(502);
        AssertFails(await InspectAsync(), CheckNames.ReadUsers, "could not process the request (502)", "Try again later");
    }

    [Theory]
    [InlineData("**/groups/search", CheckNames.ReadGroups, "read groups")]
    [InlineData("**/role-assignments", CheckNames.ReadRoleAssignments, "read role assignments")]
    [InlineData("**/workspaces", CheckNames.ReadWorkspaces, "read workspaces")]
    [InlineData("/admin/v2/orgs/*/directories", CheckNames.ReadDirectories, "read directories")]
    [InlineData("**/api-keys", CheckNames.ReadKeys, "read the list of keys")]
    public async Task A_missing_right_is_a_warning_and_a_failure_is_unknown(string path, string name, string action)
    {
        var refusal = Simulator
            .Faults.On(path)
            .RespondWith(403, """{"key":"forbidden","context":{"message":"No.","acceptableScopes":["read:some:admin","read:all:admin"]}}""");
        var refused = Check(await InspectAsync(), name);
        Assert.Equal(CheckOutcome.Warning, refused.Outcome);
        Assert.StartsWith($"The key cannot {action}. It says: No (forbidden). It names the scopes read:some:admin, read:all:admin.", refused.Detail);
        Assert.Contains("scope", refused.Recommendation);
        Simulator.Faults.Remove(refusal);

        var outage = Simulator.Faults.On(path).Respond(503);
        var inspection = await InspectAsync();
        Assert.Null(inspection.Failure);
        Assert.Equal(CheckOutcome.Unknown, Check(inspection, name).Outcome);
        Assert.Contains($"It is unknown whether the key can {action}.", Check(inspection, name).Detail);
        Simulator.Faults.Remove(outage);

        Answer("**/workspaces", """{"data":[]}""");
        Assert.Equal($"The key can {action}.", Check(await InspectAsync(), name).Detail.Split(" It shows")[0]);
    }

    [Fact]
    public async Task Each_right_costs_one_short_request()
    {
        Answer("**/workspaces", """{"data":[]}""");
        await InspectAsync();
        var paths = Paths().Select(path => path.Replace(OrganizationId, "org", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, paths.Count(path => path == "POST /admin/v2/orgs/org/directories/-/users/search"));
        Assert.Equal(
            [
                "GET /admin/api-access/v1/orgs/org/api-keys",
                "GET /admin/v1/orgs",
                "GET /admin/v2/orgs/org/directories",
                "POST /admin/v2/orgs/org/directories/-/groups/search",
                "POST /admin/v2/orgs/org/workspaces",
            ],
            paths.Where(path => !path.Contains("users", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
        Assert.Single(paths, path => path.EndsWith("/role-assignments?limit=1", StringComparison.Ordinal));
        Assert.Single(paths, path => path.EndsWith("/manage", StringComparison.Ordinal));
        Assert.Equal(9, paths.Length);
        Assert.StartsWith("GET /admin/api-access", paths[^1], StringComparison.Ordinal);
        // The table of calls, which the errors of commands use, has the same right for each request of the test.
        Assert.Equal(
            Right.Checked.Intersect(CheckNames.Of(SourceType.Access)).Order(),
            Simulator
                .Requests.Snapshot()
                .Skip(1)
                .Select(request => Right.Of(SourceType.Access, request.Method, new Uri(Simulator.Address, request.Path))!.Check!)
                .Distinct()
                .Order()
        );
    }

    [Fact]
    public async Task The_rights_are_checked_at_the_same_time()
    {
        var held = Simulator.Faults.On("**/groups/search").Hold();
        var testing = InspectAsync();
        await held.WaitForArrivalAsync();
        // The other rights do not wait for the groups.
        while (!Paths().Any(path => path.EndsWith("/manage", StringComparison.Ordinal)))
        {
            await Task.Yield();
            Cancellation.ThrowIfCancellationRequested();
        }

        Assert.DoesNotContain(Paths(), path => path.EndsWith("/api-keys", StringComparison.Ordinal));
        held.Release();
        AssertPasses(await testing);
    }

    [Fact]
    public async Task An_organization_without_users_has_unknown_rights_to_roles()
    {
        Answer("**/users/search", """{"data":[]}""");
        var inspection = await InspectAsync();
        AssertPasses(inspection);
        Assert.Contains("The organization has no user.", Check(inspection, CheckNames.ReadRoleAssignments).Detail);
    }

    [Fact]
    public async Task The_scopes_of_this_key_are_shown()
    {
        Answer(
            "**/api-keys",
            """{"data":[{"id":"1","label":"acme","createdAt":"2026-01-01T00:00:00Z","lastActiveAt":"2026-07-01T12:00:00Z","scopes":["a","b"]}]}"""
        );
        Assert.Contains("It shows this key as 'acme', with the scopes a, b.", Check(await InspectAsync(), CheckNames.ReadKeys).Detail);
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
    public async Task An_organization_without_managed_accounts_is_unknown()
    {
        Simulator.Faults.On("**/users/search").RespondWith(200, """{"data":[],"links":{}}""");
        var inspection = await InspectAsync();
        AssertPasses(inspection);
        Assert.Equal(CheckOutcome.Unknown, Check(inspection, CheckNames.AccountManagement).Outcome);
        Assert.Contains("Verify a domain", Check(inspection, CheckNames.AccountManagement).Recommendation);
        Assert.DoesNotContain(Simulator.Requests.Snapshot(), request => request.Path.StartsWith("/users/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"key":"forbidden"}""", CheckOutcome.Unknown, "It is unknown whether the key can manage accounts", "(403). It says: forbidden.")]
    [InlineData(
        """{"key":"forbidden","context":{"message":"The API key lacks the scope manage:org"}}""",
        CheckOutcome.Warning,
        "The key has scopes",
        "lacks the scope manage:org (forbidden)."
    )]
    [InlineData(
        """{"key":"forbidden.insufficientScope","context":{"message":"No.","acceptableScopes":["manage:org"]},"errorKey":"x"}""",
        CheckOutcome.Warning,
        "The key has scopes",
        "It says: No (forbidden.insufficientScope). It names the scope manage:org."
    )]
    public async Task A_refusal_to_manage_accounts_is_a_warning_with_its_consequence(string body, CheckOutcome outcome, string words, string details)
    {
        Simulator.Faults.On("/users/**").RespondWith(403, body);
        var inspection = await InspectAsync();
        Assert.Null(inspection.Failure);
        var check = Check(inspection, CheckNames.AccountManagement);
        Assert.Equal(outcome, check.Outcome);
        Assert.StartsWith(words, check.Detail, StringComparison.Ordinal);
        Assert.EndsWith(details, check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_error_in_the_check_of_accounts_is_unknown()
    {
        Simulator.Faults.On("/users/**").Respond(500);
        var inspection = await InspectAsync();
        AssertPasses(inspection);
        Assert.Equal(CheckOutcome.Unknown, Check(inspection, CheckNames.AccountManagement).Outcome);
        Assert.Contains("It is unknown whether the key can manage accounts", Check(inspection, CheckNames.AccountManagement).Detail);
    }

    [Fact]
    public async Task The_check_of_accounts_can_run_separately()
    {
        using var connector = new OrganizationConnector(Source with { OrganizationId = OrganizationId }, Canary.ApiKey, Transport);
        Assert.Equal(CheckOutcome.Passed, (await connector.Get<IAccountManagementProbe>().ProbeAccountManagementAsync(Cancellation)).Outcome);
        using var unknown = new OrganizationConnector(Source, Canary.ApiKey, Transport);
        Assert.Equal(CheckOutcome.Unknown, (await unknown.Get<IAccountManagementProbe>().ProbeAccountManagementAsync(Cancellation)).Outcome);
    }

    private void Answer(string path, string body) => Simulator.Faults.On(path).RespondWith(200, body);

    [Fact]
    public async Task An_account_id_with_a_colon_is_one_path_segment()
    {
        Simulator.Faults.On("**/users/search").RespondWith(200, """{"data":[{"accountId":"712020:ab/../c?d"}]}""");
        await InspectAsync();
        Assert.Contains("GET /users/712020%3Aab%2F..%2Fc%3Fd/manage", Paths());
    }
}
