using System;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Connectors;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Core.Tests.Connectors.Organization;

public class AccessOrganizationTests : AccessTest
{
    protected override int Organizations => 3;

    [Fact]
    public async Task Of_several_organizations_one_must_be_chosen_and_all_are_named()
    {
        var inspection = await InspectAsync();
        var failed = AssertFails(inspection, CheckNames.Organization, "sees 3 organizations", "-OrganizationId");
        Assert.All(Simulator.State.Organizations, organization => Assert.Contains($"{organization.Name} ({organization.Id})", failed.Detail));
        Assert.Equal(3, inspection.Organizations.Count);
        Assert.True(inspection.NeedsOrganization);
        Assert.Null(inspection.OrganizationId);
    }

    [Fact]
    public async Task The_chosen_organization_is_found_in_any_case_of_its_id()
    {
        var chosen = Simulator.State.Organizations[1];
        var inspection = await InspectAsync(source => source with { OrganizationId = chosen.Id.ToUpperInvariant() });
        AssertPasses(inspection);
        Assert.Equal((chosen.Id, chosen.Name), (inspection.OrganizationId, inspection.Title));
        Assert.False(inspection.NeedsOrganization);
    }

    [Fact]
    public async Task The_only_organization_of_a_key_needs_no_choice()
    {
        OrganizationKey.OrganizationIds = [Simulator.State.Organizations[2].Id];
        var inspection = await InspectAsync();
        Assert.Null(inspection.Failure);
        Assert.Equal(Simulator.State.Organizations[2].Id, inspection.OrganizationId);
    }

    [Fact]
    public async Task An_organization_that_the_key_cannot_read_is_refused_and_the_others_are_listed()
    {
        OrganizationKey.OrganizationIds = [Simulator.State.Organizations[0].Id];
        var inspection = await InspectAsync(source => source with { OrganizationId = Simulator.State.Organizations[1].Id });
        var failed = AssertFails(inspection, CheckNames.Organization, Simulator.State.Organizations[1].Id, "Specify one of these ids");
        Assert.Contains("It sees " + Simulator.State.Organizations[0].Name, failed.Detail);
        Assert.False(inspection.NeedsOrganization);
    }

    [Theory]
    [InlineData("no-such-id")]
    [InlineData("../../../rest/x?y#z")]
    public async Task An_organization_that_does_not_exist_is_refused(string id)
    {
        var inspection = await InspectAsync(source => source with { OrganizationId = id });
        AssertFails(inspection, CheckNames.Organization, $"'{id}'", "ids");
        Assert.All(Simulator.Requests.Snapshot(), request => Assert.StartsWith("/admin/v1/orgs", request.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_list_of_organizations_is_read_to_its_end()
    {
        Simulator
            .Faults.On("GET", "/admin/v1/orgs")
            .Nth(1)
            .RespondWith(
                200,
                """{"data":[{"id":"one","attributes":{"name":"One"}}],"links":{"next":"https://api.atlassian.com/admin/v1/orgs?limit=1&cursor=a%2Bb%3D"}}"""
            );
        Simulator.Faults.On("GET", "/admin/v1/orgs").WhereQuery("cursor", "a+b=").RespondWith(200, """{"data":[{"id":"two","attributes":{}}],"links":{}}""");
        var inspection = await InspectAsync();
        Assert.Equal([new OrganizationReference("one", "One"), new OrganizationReference("two", "two")], inspection.Organizations);
        Assert.Equal("/admin/v1/orgs?cursor=a%2Bb%3D", Simulator.Requests.Snapshot()[1].Path);
    }

    [Fact]
    public async Task A_list_whose_pages_repeat_ends_in_an_error()
    {
        Simulator.Faults.On("GET", "/admin/v1/orgs").RespondWith(200, """{"data":[],"links":{"next":"again"}}""");
        AssertFails(await InspectAsync(), CheckNames.Address, "does not end", "again");
        Assert.Equal(2, Simulator.Requests.Count);
    }
}
