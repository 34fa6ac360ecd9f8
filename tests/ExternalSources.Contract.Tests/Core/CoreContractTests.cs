using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Contract.Tests.Documents;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;
using Xunit;

namespace ExternalSources.Contract.Tests.Core;

/// <summary>Compares every request of Core, and the simulator's response, with the documents of the services.</summary>
public sealed class CoreContractTests(CoreRun run)
{
    [Fact]
    public async Task Every_scenario_completes()
    {
        await ServiceContract.GetAsync();
        await run.ExchangesAsync();

        Findings.AssertNone(run.Failures);
    }

    [Fact]
    public async Task Every_request_of_Core_matches_the_documents()
    {
        var contract = await ServiceContract.GetAsync();
        var exchanges = await run.ExchangesAsync();

        Findings.AssertNone(exchanges.SelectMany(contract.ProblemsOfRequest));
    }

    [Fact]
    public async Task Every_response_to_Core_matches_the_documents()
    {
        var contract = await ServiceContract.GetAsync();
        var exchanges = await run.ExchangesAsync();

        Findings.AssertNone(exchanges.SelectMany(contract.ProblemsOfResponse));
    }

    [Fact]
    public async Task The_scenarios_send_every_path_in_the_source_of_the_connectors()
    {
        var contract = await ServiceContract.GetAsync();
        string[] addresses =
        [
            .. (await run.ExchangesAsync())
                .Where(exchange => contract.CallOf(exchange) is not null)
                .Select(exchange => exchange.Address.PathAndQuery)
                .Distinct(),
        ];

        var paths = SourcePaths.All();

        Assert.InRange(paths.Count, 20, int.MaxValue);
        Findings.AssertNone(paths.Where(path => !addresses.Any(path.Address.IsMatch)).Select(path => $"{path.Where}: nothing was sent to {path.Text}"));
    }

    [Fact]
    public async Task The_table_of_rights_has_every_call_that_needs_a_right()
    {
        var contract = await ServiceContract.GetAsync();
        var calls = (await run.ExchangesAsync())
            .Where(exchange => contract.CallOf(exchange) is not null && NeededRight(exchange) is null)
            .Select(exchange => contract.CallOf(exchange)!.ToString())
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "GET /_edge/tenant_info",
                "GET /admin/v1/orgs",
                "GET /admin/v1/orgs/{orgId}",
                "GET /rest/api/2/serverInfo",
                "GET /rest/api/3/mypermissions",
                "GET /rest/api/3/myself",
                "GET /rest/api/3/search/jql",
                "GET /rest/api/3/serverInfo",
            ],
            calls
        );

        static Right? NeededRight(Exchange exchange) =>
            Right.Of(SourceType.Access, exchange.Method.Method, exchange.Address) ?? Right.Of(SourceType.JiraCloud, exchange.Method.Method, exchange.Address);
    }

    [Theory]
    [InlineData(SourceType.Access)]
    [InlineData(SourceType.JiraCloud)]
    public void Every_capability_has_a_scenario(SourceType type) =>
        Assert.Empty(
            ConnectorFactory.CapabilityNames(type).Except(Scenario.All.Where(scenario => scenario.Type == type).Select(scenario => scenario.Capability))
        );

    [Fact]
    public async Task The_scenarios_use_every_filter()
    {
        await ServiceContract.GetAsync();
        await run.ExchangesAsync();

        Assert.Empty(Unused(run.UserFilters, new UserFilter()));
        Assert.Empty(Unused(run.GroupFilters, new GroupFilter()));
    }

    [Fact]
    public async Task The_scenarios_read_lists_beyond_their_first_page()
    {
        await ServiceContract.GetAsync();
        var exchanges = await run.ExchangesAsync();

        Assert.All(
            [
                ("/admin/v1/orgs", "cursor="),
                ("/directories", "cursor="),
                ("/api-keys", "cursor="),
                ("/rest/api/3/users/search", "startAt=99&"),
                ("/rest/api/3/group/bulk", "startAt=49&"),
            ],
            ((string Path, string Position) page) =>
                Assert.Contains(exchanges, exchange =>
                    exchange.Succeeded
                    && exchange.Address.AbsolutePath.EndsWith(page.Path, StringComparison.Ordinal)
                    && exchange.Address.Query.Contains(page.Position, StringComparison.Ordinal)
                )
        );
        Assert.Contains(exchanges, exchange =>
            exchange.Address.AbsolutePath.EndsWith("/users/search", StringComparison.Ordinal) && exchange.RequestBody?.Contains("\"cursor\"") == true
        );
        Assert.Contains(exchanges, exchange =>
            exchange.Succeeded
            && exchange.Address.AbsolutePath.EndsWith("/group/member", StringComparison.Ordinal)
            && exchange.Address.Query.Contains("startAt=49&")
        );
    }

    // These parameters change the concurrency or the handling of results, but no request.
    private static IEnumerable<string> Unused<T>(IReadOnlyCollection<T> filters, T usual) =>
        from property in typeof(T).GetProperties()
        where
            property.CanWrite
            && property.Name is not (nameof(GroupFilter.MaxConcurrency) or nameof(UserFilter.AnyTypeById))
            && filters.All(filter => IsSame(property.GetValue(filter), property.GetValue(usual)))
        select property.Name;

    private static bool IsSame(object? one, object? other) =>
        one is IEnumerable and not string ? ((IEnumerable)one).Cast<object>().SequenceEqual(((IEnumerable)other!).Cast<object>()) : Equals(one, other);
}
