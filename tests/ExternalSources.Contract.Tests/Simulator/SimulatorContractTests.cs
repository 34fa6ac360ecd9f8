using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Contract.Tests.Documents;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Xunit;

namespace ExternalSources.Contract.Tests.Simulator;

/// <summary>Compares every response of the simulator with the documents of the services.</summary>
public sealed class SimulatorContractTests(SimulatorRun run) : IClassFixture<SimulatorRun>
{
    [Fact]
    public async Task Every_response_matches_the_documents()
    {
        var contract = await ServiceContract.GetAsync();
        var exchanges = await run.ExchangesAsync();

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
    public async Task Every_endpoint_is_called_and_responds()
    {
        await ServiceContract.GetAsync();
        Exchange[] succeeded = [.. (await run.ExchangesAsync()).Where(exchange => exchange.Succeeded)];

        (string Method, string Path)[] endpoints =
        [
            .. run.Simulator.Endpoints.Where(endpoint => !endpoint.Path.StartsWith("/_simulator", StringComparison.Ordinal)),
        ];

        Assert.InRange(endpoints.Length, 30, int.MaxValue);
        Findings.AssertNone(
            endpoints
                .Where(endpoint => !succeeded.Any(exchange => IsAt(endpoint, exchange)))
                .Select(endpoint => $"{endpoint.Method} {endpoint.Path} was not asked with success")
        );
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

    private static bool IsAt((string Method, string Path) endpoint, Exchange exchange) =>
        exchange.Method.Method == endpoint.Method
        && new TemplateMatcher(TemplateParser.Parse(endpoint.Path), []).TryMatch(exchange.Address.AbsolutePath, new RouteValueDictionary());
}
