using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Contract.Tests.Documents;
using Xunit;

namespace ExternalSources.Contract.Tests.Module;

/// <summary>The module works with services that differ where the documents are silent, and still sends only what the documents allow.</summary>
public sealed class OtherModuleContractTests(OtherDriveRun run)
{
    [Fact]
    public async Task Every_drive_ends_as_it_should()
    {
        await ServiceContract.GetAsync();
        await run.ExchangesAsync();

        Findings.AssertNone(run.Failures);
    }

    [Fact]
    public async Task Every_request_and_every_response_matches_the_documents()
    {
        var contract = await ServiceContract.GetAsync();
        var exchanges = await run.ExchangesAsync();

        Assert.InRange(exchanges.Count, 300, int.MaxValue);
        // The services do differ.
        var searches = exchanges.Where(exchange => exchange.Path.EndsWith("/users/search", StringComparison.Ordinal)).ToArray();
        Assert.Contains(searches, exchange => exchange.ResponseBody.Contains("\"jira-software\"", StringComparison.Ordinal));
        Assert.DoesNotContain(searches, exchange => exchange.ResponseBody.Contains("ari:cloud:identity::group/", StringComparison.Ordinal));
        Findings.AssertNone(exchanges.Concat(run.Proxy.Aborted).SelectMany(contract.ProblemsOfRequest));
        Findings.AssertNone(exchanges.SelectMany(contract.ProblemsOfResponse));
    }
}
