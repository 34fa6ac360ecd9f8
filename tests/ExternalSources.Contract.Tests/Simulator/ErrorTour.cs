using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using ExternalSources.Contract.Tests.Documents;

namespace ExternalSources.Contract.Tests.Simulator;

/// <summary>Spoils one successful request of each route in all ways: credentials, rights, ids, parameters, bodies, rates, and failures.</summary>
internal static partial class ErrorTour
{
    // Some requests have hundreds of ids.
    private const int MaxValues = 8;

    public static async Task TakeAsync(SimulatorRun run)
    {
        var exchanges = run.Exchanges;
        foreach (var endpoint in Endpoint.AllOf(run.Simulator))
        {
            if (exchanges.FirstOrDefault(exchange => exchange.Succeeded && endpoint.IsOf(exchange)) is { } sample)
            {
                await SpoilAsync(run, endpoint, sample);
            }
        }
    }

    private static async Task SpoilAsync(SimulatorRun run, Endpoint endpoint, Exchange sample)
    {
        var isJira = sample.Path.StartsWith("/rest/", StringComparison.Ordinal) || sample.Path.StartsWith("/_edge/", StringComparison.Ordinal);
        Task Try(AuthenticationHeaderValue? credentials, string? path = null, string? body = null) =>
            run.TryAsync(sample.Method, path ?? sample.Address.PathAndQuery, credentials, body ?? sample.RequestBody);

        var good = isJira ? SimulatorRun.Basic() : SimulatorRun.Bearer();
        foreach (var status in (int[])[429, 500])
        {
            run.Simulator.Faults.On(Uri.UnescapeDataString(sample.Address.AbsolutePath)).Once().Respond(status, TimeSpan.FromSeconds(1));
            await Try(good);
        }

        await Try(null);
        foreach (var weak in isJira ? (string[])["member", "blind"] : ["weak", "elsewhere", "without keys"])
        {
            await Try(isJira ? SimulatorRun.Basic(weak) : SimulatorRun.Bearer(weak));
        }

        foreach (var path in Elsewhere(sample.Address))
        {
            await Try(good, path);
        }

        // A path that ends with an id returns one record, and has no cursor.
        if (sample.Method == HttpMethod.Get && sample.Path.StartsWith("/admin/", StringComparison.Ordinal) && !endpoint.Path.EndsWith('}'))
        {
            await Try(good, sample.Address.PathAndQuery + (sample.Address.Query.Length == 0 ? "?" : "&") + "cursor=nonsense");
        }

        if (sample.RequestBody is not null)
        {
            await Try(good, body: "{");
        }
    }

    /// <summary>The addresses in which one id or one value is replaced by another that does not exist.</summary>
    private static IEnumerable<string> Elsewhere(Uri address) =>
        Value()
            .Matches(address.PathAndQuery)
            .Take(MaxValues)
            .Select(value => value.Groups["value"])
            .Select(value => address.PathAndQuery[..value.Index] + "none" + address.PathAndQuery[(value.Index + value.Length)..]);

    // Ids contain digits; the names in paths do not, apart from their versions.
    [GeneratedRegex(@"(?<=/)(?!v?\d/)(?<value>[^/?=]*\d[^/?=]*)(?=[/?]|$)|(?<==)(?<value>[^&]+)")]
    private static partial Regex Value();
}
