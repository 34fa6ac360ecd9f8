using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Checks;

/// <summary>The checks that are skipped without a key are the checks that run with a key.</summary>
public class CheckNamesTests : SimulatorTest
{
    [Theory]
    [InlineData(SourceType.Access)]
    [InlineData(SourceType.JiraCloud)]
    public async Task The_names_match_the_checks_of_the_connector_in_order(SourceType type)
    {
        var source = type == SourceType.Access ? SampleSource.Organization(Simulator.Address) : SampleSource.Site(Simulator.Address);

        var tested = await SourceTester.TestAsync(source, Canary.ApiKey, Transport, null, Cancellation);

        Assert.Equal(CheckNames.Of(type).Prepend(CheckNames.Key), tested.Result.Checks.Select(check => check.Name));
        Assert.DoesNotContain(tested.Result.Checks, check => check.Outcome is CheckOutcome.Failed or CheckOutcome.Skipped);
    }

    [Theory]
    [InlineData(SourceType.Access)]
    [InlineData(SourceType.JiraCloud)]
    public async Task A_failure_at_the_first_check_changes_neither_names_nor_order(SourceType type)
    {
        Simulator.Faults.OnAny().LoginPage();
        var source = type == SourceType.Access ? SampleSource.Organization(Simulator.Address) : SampleSource.Site(Simulator.Address);

        var tested = await SourceTester.TestAsync(source, Canary.ApiKey, Transport, null, Cancellation);

        Assert.Equal(CheckNames.Of(type).Prepend(CheckNames.Key), tested.Result.Checks.Select(check => check.Name));
    }
}
