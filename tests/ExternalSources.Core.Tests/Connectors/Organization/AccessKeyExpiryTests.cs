using System;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Connectors.Organization;
using ExternalSources.Core.Tests.Support;
using ExternalSources.Simulator.State;
using Xunit;
using SimulatedKey = ExternalSources.Simulator.State.OrganizationKey;

namespace ExternalSources.Core.Tests.Connectors.Organization;

/// <summary>Where the service can tell the key's real expiry date, it is taken; otherwise the given date counts.</summary>
public class AccessKeyExpiryTests : AccessTest
{
    private static readonly DateTimeOffset Given = TestClock.Start.AddDays(90);

    [Fact]
    public async Task The_date_of_the_key_with_the_sources_name_is_used()
    {
        Add("other", 50);
        var inspection = await InspectAsync();
        Assert.Equal(TestClock.Start.AddDays(200), inspection.ExpiresOn);
        Assert.Contains("2027-01-17", Check(inspection, CheckNames.KeyExpiry).Detail);
    }

    [Fact]
    public async Task A_single_key_without_a_sign_is_not_ours()
    {
        var inspection = await InspectAsync(source => source with { Name = "elsewhere" });
        Assert.Null(inspection.ExpiresOn);
        AssertPasses(inspection, CheckNames.KeyExpiry);
    }

    [Fact]
    public async Task The_key_with_the_given_date_is_selected_among_several()
    {
        Add("other", 90.4);
        Add("third", 300);
        var inspection = await InspectAsync(source => source with { Name = "elsewhere", ExpiresOn = Given });
        Assert.Equal(TestClock.Start.AddDays(90.4), inspection.ExpiresOn);
    }

    [Fact]
    public async Task A_name_and_a_date_that_point_to_different_keys_are_no_sign()
    {
        Add("other", 90.4);
        Assert.Null((await InspectAsync(source => source with { ExpiresOn = Given })).ExpiresOn);
    }

    [Fact]
    public async Task An_ambiguous_key_uses_the_given_date()
    {
        Add("other", 90.4);
        Add("third", 89.8);
        var inspection = await InspectAsync(source => source with { Name = "elsewhere", ExpiresOn = Given });
        Assert.Null(inspection.ExpiresOn);
        Assert.Contains("2026-09-29", Check(inspection, CheckNames.KeyExpiry).Detail);
    }

    [Fact]
    public async Task Two_keys_with_the_sources_name_are_ambiguous()
    {
        Add("ACME", 50);
        Assert.Null((await InspectAsync()).ExpiresOn);
    }

    [Fact]
    public async Task Expired_keys_and_keys_that_nobody_uses_are_ignored()
    {
        Add("acme", -5);
        // The list does not mark a revoked key, but nobody can have used it since.
        Add("acme", 50).LastActiveAt = TestClock.Start.AddDays(-2);
        Add("acme", 60).LastActiveAt = null;
        Assert.Equal(TestClock.Start.AddDays(200), (await InspectAsync()).ExpiresOn);
    }

    [Fact]
    public async Task A_key_that_may_not_read_the_list_falls_back_to_the_given_date()
    {
        OrganizationKey.CanReadKeys = false;
        var inspection = await InspectAsync(source => source with { ExpiresOn = Given });
        AssertPasses(inspection, CheckNames.ReadKeys);
        Assert.Contains("read:keys:admin", Check(inspection, CheckNames.ReadKeys).Detail);
        Assert.Null(inspection.ExpiresOn);
        Assert.Contains("2026-09-29", Check(inspection, CheckNames.KeyExpiry).Detail);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public async Task A_list_that_fails_falls_back_to_the_given_date(int status)
    {
        Simulator.Faults.On("/admin/api-access/**").Respond(status);
        AssertPasses(await InspectAsync(source => source with { ExpiresOn = Given }));
    }

    [Theory]
    [InlineData("""{"data": "none"}""")]
    [InlineData("""{"data": [null, "key", {"label": 5, "expiresAt": "soon"}, {"expiresAt": {}}]}""")]
    [InlineData("not json")]
    public async Task An_invalid_list_falls_back_to_the_given_date(string body)
    {
        Simulator.Faults.On("/admin/api-access/**").RespondWith(200, body);
        var inspection = await InspectAsync(source => source with { ExpiresOn = Given });
        AssertPasses(inspection);
        Assert.Null(inspection.ExpiresOn);
    }

    [Fact]
    public async Task The_list_is_read_to_its_end()
    {
        for (var i = 0; i < 120; i++)
        {
            Add("other " + i, 30 + i);
        }

        Add("elsewhere", 50);
        Assert.Equal(TestClock.Start.AddDays(50), (await InspectAsync(source => source with { Name = "elsewhere" })).ExpiresOn);
    }

    [Fact]
    public async Task The_list_of_keys_is_not_read_where_the_service_has_none()
    {
        await InspectAsync();
        Assert.Contains($"GET /admin/api-access/v1/orgs/{OrganizationId}/api-keys", Paths());
    }

    [Fact]
    public async Task A_near_expiry_date_is_a_warning_with_advice()
    {
        OrganizationKey.ExpiresAt = TestClock.Start.AddDays(10);
        var inspection = await InspectAsync();
        AssertPasses(inspection, CheckNames.KeyExpiry);
        Assert.Contains("in 10 days", Check(inspection, CheckNames.KeyExpiry).Detail);
    }

    [Fact]
    public async Task A_given_date_that_has_passed_fails_although_the_key_still_works()
    {
        OrganizationKey.CanReadKeys = false;
        var inspection = await InspectAsync(source => source with { ExpiresOn = TestClock.Start.AddDays(-1) });
        AssertFails(inspection, CheckNames.KeyExpiry, "but the service still accepts it", "real expiry date");
    }

    [Fact]
    public async Task A_given_date_that_has_passed_is_overridden_by_the_services_date() =>
        AssertPasses(await InspectAsync(source => source with { ExpiresOn = TestClock.Start.AddDays(-1) }));

    [Fact]
    public async Task The_date_alone_is_read_for_a_source_with_an_organization()
    {
        using var connector = new OrganizationConnector(Source with { OrganizationId = OrganizationId }, Canary.ApiKey, Transport);
        Assert.Equal(OrganizationKey.ExpiresAt, await connector.Get<IKeyExpiryReader>().ReadKeyExpiryAsync(Cancellation));
        using var unknown = new OrganizationConnector(Source, Canary.ApiKey, Transport);
        Assert.Null(await unknown.Get<IKeyExpiryReader>().ReadKeyExpiryAsync(Cancellation));
        Assert.Equal(1, Simulator.Requests.Count);
    }

    private SimulatedKey Add(string label, double days)
    {
        var key = new SimulatedKey
        {
            Label = label,
            Secret = "secret of " + label,
            ExpiresAt = TestClock.Start.AddDays(days),
            LastActiveAt = TestClock.Start,
        };
        Simulator.State.OrganizationKeys.Add(key);
        return key;
    }
}
