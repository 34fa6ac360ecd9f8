using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Connectors;

/// <summary>Tests a source against the simulator, and searches the result for the key.</summary>
public abstract class ConnectorTest : SimulatorTest
{
    private protected async Task<SourceInspection> InspectAsync(ExternalSource source, string key = Canary.Key, TransportOptions? options = null)
    {
        using var connector = ConnectorFactory.Create(source, new ApiKey(Canary.Secure(key)), options ?? Transport);
        var inspection = await connector.Get<IConnectionTester>().TestAsync(Cancellation);
        Canary.AssertAbsent(inspection);
        return inspection;
    }

    /// <summary>
    /// Asserts that one check failed with advice, the checks before it passed, and the later checks were skipped. Rights are checked at the same time.
    /// </summary>
    private protected static SourceCheck AssertFails(SourceInspection inspection, string name, string detail, string recommendation)
    {
        var failed = Assert.Single(inspection.Checks, check => check.Outcome == CheckOutcome.Failed);
        Assert.Equal(name, failed.Name);
        Assert.Contains(detail, failed.Detail);
        Assert.Contains(recommendation, failed.Recommendation);
        var at = inspection.Checks.ToList().IndexOf(failed);
        Assert.All(inspection.Checks.Take(at), check => Assert.True(check.Outcome is not (CheckOutcome.Failed or CheckOutcome.Skipped), check.ToString()));
        Assert.All(inspection.Checks.Skip(at + 1), check =>
            Assert.True(check.Outcome == CheckOutcome.Skipped || (Right.Checked.Contains(name) && Right.Checked.Contains(check.Name)), check.ToString())
        );
        Assert.Equal(failed, inspection.Failure);
        return failed;
    }

    private protected static void AssertPasses(SourceInspection inspection, params string[] warnings)
    {
        Assert.Null(inspection.Failure);
        Assert.Equal(warnings, inspection.Checks.Where(check => check.Outcome == CheckOutcome.Warning).Select(check => check.Name));
    }

    private protected static SourceCheck Check(SourceInspection inspection, string name) => Assert.Single(inspection.Checks, check => check.Name == name);
}
