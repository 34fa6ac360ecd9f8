using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Tests.Support;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Core.Tests.Connectors;

public class SourceTesterTests : SimulatorTest
{
    [Fact]
    public async Task A_test_that_passes_connects_the_source_and_keeps_the_services_data()
    {
        var source = SampleSource.Organization(Simulator.Address) with { Vault = "TeamVault", Status = SourceStatus.Error, StatusReason = "It was down." };

        var tested = await SourceTester.TestAsync(source, Canary.ApiKey, Transport, null, Cancellation);

        var organization = Simulator.State.Organizations[0];
        Assert.Equal(
            source with
            {
                Status = SourceStatus.Connected,
                StatusReason = null,
                CheckedAt = TestClock.Start,
                OrganizationId = organization.Id,
                Title = organization.Name,
                ExpiresOn = OrganizationKey.ExpiresAt,
                Rights = tested.Updated.Rights,
                MissingRights = tested.Updated.MissingRights,
            },
            tested.Updated
        );
        Assert.Equal(
            ["ReadUsers", "ReadGroups", "ReadRoleAssignments", "ReadWorkspaces", "ReadDirectories", "AccountManagement", "ReadKeys"],
            tested.Updated.Rights
        );
        Assert.Empty(tested.Updated.MissingRights);
        Assert.Equal((SourceStatus.Connected, null), (tested.Result.Status, tested.Result.Reason));
        Assert.Contains("'TeamVault'", tested.Result.Checks[0].Detail);
        Assert.True(tested.Result.Duration > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_test_that_fails_changes_only_the_status()
    {
        OrganizationKey.Revoked = true;
        var source = SampleSource.Organization(Simulator.Address) with { OrganizationId = "an-id", Title = "A title", ExpiresOn = TestClock.Start.AddDays(3) };

        var tested = await SourceTester.TestAsync(source, Canary.ApiKey, Transport, null, Cancellation);

        Assert.Equal(source with { Status = SourceStatus.Error, StatusReason = tested.Result.Reason, CheckedAt = TestClock.Start }, tested.Updated);
        var failed = Assert.Single(tested.Result.Checks, check => check.Outcome == CheckOutcome.Failed);
        Assert.Equal((failed.Detail, failed.Recommendation), (tested.Result.Reason, tested.Result.Recommendation));
    }

    [Fact]
    public async Task A_connected_source_recommends_what_its_first_warning_says()
    {
        OrganizationKey.ExpiresAt = TestClock.Start.AddDays(5);
        var tested = await SourceTester.TestAsync(SampleSource.Organization(Simulator.Address), Canary.ApiKey, Transport, null, Cancellation);
        Assert.Equal(SourceStatus.Connected, tested.Result.Status);
        Assert.Equal(Assert.Single(tested.Result.Checks, check => check.Outcome == CheckOutcome.Warning).Recommendation, tested.Result.Recommendation);
    }

    [Fact]
    public async Task A_source_of_the_session_says_where_its_key_is()
    {
        var tested = await SourceTester.TestAsync(
            SampleSource.Site(Simulator.Address) with
            {
                SessionOnly = true,
            },
            Canary.ApiKey,
            Transport,
            null,
            Cancellation
        );
        Assert.Contains("session's memory", tested.Result.Checks[0].Detail);
    }

    [Theory]
    [InlineData(SourceType.Access)]
    [InlineData(SourceType.JiraCloud)]
    public void Without_a_key_all_other_checks_are_skipped(SourceType type)
    {
        var source = SampleSource.Named("acme") with { Type = type };
        var tested = SourceTester.WithoutKey(source, new InvalidInputException("ApiKey", "The vault is locked.", "Unlock it."), TestClock.Start);

        Assert.Equal((SourceStatus.Error, "The vault is locked.", "Unlock it."), (tested.Result.Status, tested.Result.Reason, tested.Result.Recommendation));
        Assert.Equal(CheckNames.Of(type).Prepend(CheckNames.Key), tested.Result.Checks.Select(check => check.Name));
        Assert.Equal(CheckOutcome.Failed, tested.Result.Checks[0].Outcome);
        Assert.All(tested.Result.Checks.Skip(1), check => Assert.Equal(CheckOutcome.Skipped, check.Outcome));
        Assert.Equal(
            (SourceStatus.Error, "The vault is locked.", TestClock.Start),
            (tested.Updated.Status, tested.Updated.StatusReason, tested.Updated.CheckedAt)
        );
    }

    [Theory]
    [InlineData(SourceType.Access, "/admin/v1/orgs")]
    [InlineData(SourceType.Access, "/admin/v2/orgs/*/directories")]
    [InlineData(SourceType.Access, "/admin/v2/orgs/*/directories/-/users/search")]
    [InlineData(SourceType.Access, "/users/**")]
    [InlineData(SourceType.Access, "/admin/api-access/**")]
    [InlineData(SourceType.JiraCloud, "/rest/api/3/serverInfo")]
    [InlineData(SourceType.JiraCloud, "/rest/api/3/myself")]
    [InlineData(SourceType.JiraCloud, "/rest/api/3/mypermissions")]
    [InlineData(SourceType.Access, "**/groups/search")]
    public async Task A_cancellation_ends_the_test_in_each_of_its_requests_and_sends_no_more(SourceType type, string path)
    {
        var held = Simulator.Faults.On(path).Hold();
        using var cancellation = new CancellationTokenSource();
        var source = type == SourceType.Access ? SampleSource.Organization(Simulator.Address) : SampleSource.Site(Simulator.Address);
        var test = SourceTester.TestAsync(source, Canary.ApiKey, Transport, null, cancellation.Token);
        await held.WaitForArrivalAsync(Cancellation);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
        var last = type == SourceType.Access ? "/api-keys" : "/mypermissions";
        Assert.Equal(
            path.Contains("api-access", StringComparison.Ordinal) || path.EndsWith(last, StringComparison.Ordinal),
            Paths().Any(sent => sent.Contains(last))
        );
    }

    [Fact]
    public void A_failed_test_says_that_nothing_was_saved()
    {
        var result = SourceTester
            .WithoutKey(SampleSource.Named("acme"), new InvalidInputException("ApiKey", "The key is empty.", "Give one."), TestClock.Start)
            .Result;
        var exception = new SourceCheckException(result);
        Assert.Equal("'acme' was not saved. The key is empty.", exception.Message);
        Assert.Equal("Give one.", exception.Recommendation);
        Assert.Same(result, exception.Result);
    }
}
