using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ExternalSources.Benchmarks.Users;

namespace ExternalSources.Benchmarks.Actions;

/// <summary>The lower bound: a bare client that sends the same changes with the same concurrency, and ignores the responses.</summary>
internal static class BareAdding
{
    private const int AtATime = 8;

    public static async Task<double> RunAsync(Uri address, int people)
    {
        using var http = BareRequests.Connect(address, false);
        var ids = new List<string>();
        while (ids.Count < people)
        {
            var page = JsonNode.Parse(await http.GetStringAsync($"rest/api/3/users/search?startAt={ids.Count}&maxResults=1000"))!.AsArray();
            ids.AddRange(page.Select(user => (string)user!["accountId"]!));
        }

        var group = (string)JsonNode.Parse(await http.GetStringAsync("rest/api/3/group/bulk?groupName=nobody-yet"))!["values"]![0]!["groupId"]!;
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(ids.Take(people), new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (id, cancellationToken) =>
        {
            // Some people cannot be in a group. The refusal takes as long as a change.
            using var response = await http.PostAsJsonAsync("rest/api/3/group/user?groupId=" + group, new JsonObject { ["accountId"] = id }, cancellationToken);
            await response.Content.CopyToAsync(Stream.Null, cancellationToken);
        });
        return watch.Elapsed.TotalMilliseconds;
    }
}
