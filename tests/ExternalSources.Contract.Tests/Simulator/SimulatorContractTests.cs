using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Contract.Tests.Documents;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Xunit;

namespace ExternalSources.Contract.Tests.Simulator;

/// <summary>Every answer that the simulator can give, whoever asks.</summary>
public sealed class SimulatorContractTests(SimulatorRun run) : IClassFixture<SimulatorRun>
{
    [Fact]
    public async Task Every_answer_is_one_that_the_documents_describe()
    {
        var contract = await ServiceContract.GetAsync();
        var exchanges = await run.ExchangesAsync();

        Findings.AssertNone(exchanges.SelectMany(contract.ProblemsOfAnswer));
    }

    [Fact]
    public async Task Every_request_that_it_takes_is_one_that_the_documents_describe()
    {
        var contract = await ServiceContract.GetAsync();
        var exchanges = await run.ExchangesAsync();

        Findings.AssertNone(exchanges.Where(exchange => exchange.Succeeded).SelectMany(contract.ProblemsOfRequest));
    }

    [Fact]
    public async Task Every_endpoint_was_asked_and_answered()
    {
        await ServiceContract.GetAsync();
        Exchange[] answered = [.. (await run.ExchangesAsync()).Where(exchange => exchange.Succeeded)];

        (string Method, string Path)[] endpoints =
        [
            .. run.Simulator.Endpoints.Where(endpoint => !endpoint.Path.StartsWith("/_simulator", StringComparison.Ordinal)),
        ];

        Assert.InRange(endpoints.Length, 30, int.MaxValue);
        Findings.AssertNone(
            endpoints
                .Where(endpoint => !answered.Any(exchange => IsAt(endpoint, exchange)))
                .Select(endpoint => $"{endpoint.Method} {endpoint.Path} was not asked with success")
        );
    }

    [Theory]
    [InlineData("/rest/", 400, 401, 403, 404, 405, 415, 429, 500, 503)]
    [InlineData("/ex/", 401, 404, 429, 500, 503)]
    [InlineData("/admin/", 400, 401, 403, 404, 405, 409, 415, 429, 500, 503)]
    [InlineData("/users/", 400, 401, 403, 404, 405, 429, 500, 503)]
    public async Task Every_family_said_no_in_each_way(string family, params int[] statuses)
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
