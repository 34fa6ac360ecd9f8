using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Contract.Tests.Documents;
using Xunit;

namespace ExternalSources.Contract.Tests.Simulator;

/// <summary>Compares every response of the simulator with the documents of the services.</summary>
public sealed class SimulatorContractTests(SimulatorRun run, OtherSimulatorRun other)
{
    /// <summary>Errors that a document names, but that the simulator has no reason to give.</summary>
    private static readonly string[] Unreachable =
    [
        // The simulator's calls without a project cannot name one that does not exist.
        "GET /rest/api/3/mypermissions -> 404",
        // Everybody may create issues in the simulator's projects, and the projects have no fields with rules of their own.
        "POST /rest/api/3/issue -> 403",
        "POST /rest/api/3/issue -> 422",
        // The document does not say which token ids are malformed.
        "DELETE /users/{accountId}/manage/api-tokens/{tokenId} -> 400",
        // The document gives the limit of licences as the reason, which a revocation cannot exceed.
        "POST /admin/v1/orgs/{orgId}/users/{userId}/roles/revoke -> 409",
    ];

    [Fact]
    public async Task Every_response_matches_the_documents()
    {
        var contract = await ServiceContract.GetAsync();
        var exchanges = await run.ExchangesAsync();

        Findings.AssertNone(exchanges.SelectMany(contract.ProblemsOfResponse));
    }

    [Fact]
    public async Task Every_response_matches_the_documents_when_the_services_differ_where_these_are_silent()
    {
        var contract = await ServiceContract.GetAsync();
        var exchanges = await other.ExchangesAsync();

        Assert.InRange(exchanges.Count(exchange => exchange.Succeeded), 50, int.MaxValue);
        Findings.AssertNone(exchanges.SelectMany(contract.ProblemsOfResponse));
    }

    [Fact]
    public async Task Every_accepted_request_matches_the_documents()
    {
        var contract = await ServiceContract.GetAsync();
        var exchanges = await run.ExchangesAsync();

        Findings.AssertNone(exchanges.Where(exchange => exchange.Succeeded).SelectMany(contract.ProblemsOfRequest));
    }

    [Fact]
    public async Task Every_request_returns_what_the_documents_say()
    {
        await ServiceContract.GetAsync();
        await run.ExchangesAsync();

        Findings.AssertNone(run.Failures);
    }

    [Fact]
    public async Task Every_route_is_in_a_document_or_on_the_list()
    {
        var contract = await ServiceContract.GetAsync();
        await run.ExchangesAsync();
        DocumentedCall[] calls = [.. contract.PublishedCalls, .. contract.ListedCalls];

        Findings.AssertNone(
            Endpoint
                .AllOf(run.Simulator)
                .Where(endpoint => !calls.Any(call => call.Method == endpoint.Method && call.HasFormOf(endpoint.Path)))
                .Select(endpoint => endpoint.ToString())
        );
    }

    [Fact]
    public async Task Every_route_is_called_and_responds()
    {
        await ServiceContract.GetAsync();
        Exchange[] succeeded = [.. (await run.ExchangesAsync()).Where(exchange => exchange.Succeeded)];
        var endpoints = Endpoint.AllOf(run.Simulator);

        Assert.InRange(endpoints.Count, 30, int.MaxValue);
        Findings.AssertNone(endpoints.Where(endpoint => !succeeded.Any(endpoint.IsOf)).Select(endpoint => $"{endpoint} was not asked with success"));
    }

    [Fact]
    public async Task Every_route_returns_each_error_that_its_document_names()
    {
        var contract = await ServiceContract.GetAsync();
        var exchanges = await run.ExchangesAsync();
        string[] named =
        [
            .. from endpoint in Endpoint.AllOf(run.Simulator)
            from call in contract.PublishedCalls
            where call.Method == endpoint.Method && call.HasFormOf(endpoint.Path)
            from status in call.Operation.Responses!.Keys
            let number = int.Parse(status, CultureInfo.InvariantCulture)
            where number >= 400
            where !exchanges.Any(exchange => exchange.Status == number && endpoint.IsOf(exchange))
            select $"{endpoint} -> {number}",
        ];

        Findings.AssertNone(named.Except(Unreachable));
        Assert.Empty(Unreachable.Except(named));
    }

    [Theory]
    [InlineData("/rest/", 400, 401, 403, 404, 405, 415, 429, 500, 503)]
    [InlineData("/ex/", 401, 404, 429, 500, 503)]
    [InlineData("/admin/", 400, 401, 403, 404, 405, 409, 415, 429, 500, 503)]
    [InlineData("/users/", 400, 401, 403, 404, 405, 429, 500, 503)]
    public async Task Every_API_returns_each_kind_of_error(string family, params int[] statuses)
    {
        await ServiceContract.GetAsync();
        var exchanges = await run.ExchangesAsync();

        Assert.Empty(
            statuses.Except(
                exchanges.Where(exchange => exchange.Address.AbsolutePath.StartsWith(family, StringComparison.Ordinal)).Select(exchange => exchange.Status)
            )
        );
    }
}
