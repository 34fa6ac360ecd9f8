using System;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Simulator.Tests.Http;

public sealed class RequestLogTests : SimulatorTest
{
    [Fact]
    public async Task Requests_have_the_label_of_their_key_even_in_the_wrong_place()
    {
        await GetAsync("/rest/api/3/myself", Bearer());
        await GetAsync("/admin/v1/orgs?cursor=x", Basic());
        await GetAsync("/rest/api/3/myself", Bearer("nonsense"));
        await GetAsync("/rest/api/3/serverInfo");
        Assert.Equal(
            [
                "1 /rest/api/3/myself 401 organization key True",
                "2 /admin/v1/orgs?cursor=x 401 site token True",
                "3 /rest/api/3/myself 401  True",
                "4 /rest/api/3/serverInfo 200  False",
            ],
            Simulator
                .Requests.Snapshot()
                .Select(request => FormattableString.Invariant($"{request.Number} {request.Path} {request.Status} {request.Key} {request.HasCredentials}"))
        );
    }

    [Fact]
    public async Task Many_requests_at_once_are_all_counted()
    {
        var held = Simulator.Faults.OnAny().Hold();
        Task<HttpResponseMessage>[] requests = [.. Enumerable.Range(0, 40).Select(_ => GetAsync("/rest/api/3/serverInfo"))];
        await Simulator.Requests.WaitForCountAsync(40, TestContext.Current.CancellationToken);
        held.Release();
        foreach (var response in await Task.WhenAll(requests))
        {
            response.Dispose();
        }

        await Simulator.Requests.WaitForIdleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((40, 40, 0), (Simulator.Requests.Count, Simulator.Requests.PeakInFlight, Simulator.Requests.InFlight));
        Simulator.Requests.Clear();
        Assert.Equal((0, 0), (Simulator.Requests.Count, Simulator.Requests.PeakInFlight));
    }
}
