using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http.Paging;

namespace ExternalSources.Core.Tests.Http.Paging;

/// <summary>A list with offsets on a server. Each response contains the rows at the time when the request is served.</summary>
internal sealed class ListedRows
{
    private readonly List<(int Start, int Count)> _requests = [];

    public ListedRows(int count) => Rows = [.. Enumerable.Range(0, count).Select(Name)];

    public List<string> Rows { get; }

    /// <summary>The maximum number of rows of a page. The server does not return it.</summary>
    public int Cap { get; set; } = int.MaxValue;

    /// <summary>Runs before each request is served, with its number from 1.</summary>
    public Action<int> Meanwhile { get; set; } = static _ => { };

    /// <summary>The requests, in order.</summary>
    public IReadOnlyList<(int Start, int Count)> Requests => _requests;

    public static string Name(int number) => $"row-{number:D5}";

    public OffsetList<string> Open(int pageSize, int maxConcurrency = 4) => new("rows", pageSize, maxConcurrency, row => row, FetchAsync);

    public Task<IReadOnlyList<string>> FetchAsync(int start, int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _requests.Add((start, count));
        Meanwhile(_requests.Count);
        return Task.FromResult(Page(start, count));
    }

    public IReadOnlyList<string> Page(int start, int count) => [.. Rows.Skip(start).Take(Math.Min(count, Cap))];
}

/// <summary>Records the rows that a reader delivers.</summary>
internal sealed class Handed<T>
{
    public List<T> Rows { get; } = [];

    public List<int> Pages { get; } = [];

    public Task TakeAsync(IReadOnlyList<T> page)
    {
        Pages.Add(page.Count);
        Rows.AddRange(page);
        return Task.CompletedTask;
    }
}
