using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ExternalSources.Simulator;

namespace ExternalSources.Benchmarks.Users;

/// <summary>The requests of a list without the module: as fast as possible, and one after the other, as in a script.</summary>
internal abstract class BareRequests
{
    /// <summary>The default of -ThrottleLimit.</summary>
    protected const int MaxConcurrency = 8;

    /// <summary>The lower bound: sends the requests with the concurrency of the module, and discards the responses.</summary>
    public abstract Task DiscardAsync(HttpClient http, int rows);

    /// <summary>The script: requests a page, parses it, and requests the next until there is none.</summary>
    /// <returns>The number of rows.</returns>
    public abstract Task<int> LoopAsync(HttpClient http);

    /// <summary>Creates a client like that of the module: with compression, and with the credentials of an organization or a site.</summary>
    public static HttpClient Connect(Uri address, bool organization)
    {
        var http = new HttpClient(
            new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate, UseProxy = false }
        )
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.Authorization = organization
            ? new AuthenticationHeaderValue("Bearer", SimulatorKeys.Organization)
            : new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SimulatorKeys.AdministratorEmail}:{SimulatorKeys.Site}"))
            );
        return http;
    }

    protected static async Task DiscardAsync(HttpClient http, string path, CancellationToken cancellationToken = default)
    {
        await using var body = await http.GetStreamAsync(path, cancellationToken);
        await body.CopyToAsync(Stream.Null, cancellationToken);
    }
}

/// <summary>A list with pages by offset. A page is an array, or an object with its rows in "values".</summary>
internal sealed class OffsetRequests(int pageSize, Func<HttpClient, Task<string>> path) : BareRequests
{
    public override async Task DiscardAsync(HttpClient http, int rows)
    {
        var list = await path(http);
        // The first request shows the page size. The next pages overlap by one row, up to the page after the end.
        await DiscardAsync(http, Page(list, 0));
        var pages = Enumerable.Range(1, (rows - 2) / (pageSize - 1) + 1).Select(page => Page(list, page * (pageSize - 1)));
        await Parallel.ForEachAsync(pages, new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency }, async (page, token) =>
            await DiscardAsync(http, page, token)
        );
    }

    public override async Task<int> LoopAsync(HttpClient http)
    {
        var list = await path(http);
        var rows = 0;
        while (true)
        {
            var response = JsonNode.Parse(await http.GetStringAsync(Page(list, rows)))!;
            var values = response as JsonArray ?? response["values"]!.AsArray();
            if (values.Count == 0)
            {
                return rows;
            }

            rows += values.Count;
        }
    }

    private string Page(string list, int offset) => $"{list}startAt={offset}&maxResults={pageSize}";
}

/// <summary>A search of the organization API, with pages by cursor.</summary>
internal sealed class CursorRequests(int pageSize, string search, params string[] expand) : BareRequests
{
    public override async Task DiscardAsync(HttpClient http, int rows)
    {
        var root = await RootAsync(http);
        var count = DiscardAsync(http, root + "users/count");
        string? cursor = null;
        do
        {
            using var response = await http.PostAsync(root + search, Query(cursor));
            cursor = Next(await response.Content.ReadAsByteArrayAsync());
        } while (cursor is not null);
        await count;
    }

    public override async Task<int> LoopAsync(HttpClient http)
    {
        var root = await RootAsync(http);
        var rows = 0;
        string? cursor = null;
        do
        {
            using var response = await http.PostAsync(root + search, Query(cursor));
            var page = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            rows += page["data"]!.AsArray().Count;
            cursor = (string?)page["links"]?["next"];
        } while (cursor is not null);
        return rows;
    }

    private static async Task<string> RootAsync(HttpClient http) =>
        $"admin/v2/orgs/{JsonNode.Parse(await http.GetStringAsync("admin/v1/orgs"))!["data"]![0]!["id"]}/directories/-/";

    // The cursor comes after the rows, so a search from the end finds it without a parser.
    private static string? Next(ReadOnlySpan<byte> page)
    {
        var name = "\"next\":\""u8;
        var at = page.LastIndexOf(name);
        if (at < 0)
        {
            return null;
        }

        var value = page[(at + name.Length)..];
        return Encoding.UTF8.GetString(value[..value.IndexOf((byte)'"')]);
    }

    private StringContent Query(string? cursor)
    {
        var query = new JsonObject { ["expand"] = new JsonArray([.. expand.Select(one => (JsonNode)one)]), ["limit"] = pageSize };
        if (cursor is not null)
        {
            query["cursor"] = cursor;
        }

        return new StringContent(query.ToJsonString(), Encoding.UTF8, "application/json");
    }
}
