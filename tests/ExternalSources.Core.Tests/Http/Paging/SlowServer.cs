using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using ExternalSources.Core.Http.Paging;
using Xunit;

namespace ExternalSources.Core.Tests.Http.Paging;

/// <summary>
/// Serves the requests for a list one at a time, in a random order from a seed. Each response continues on the caller's thread, so that a run can be
/// repeated exactly.
/// </summary>
internal sealed class SlowServer
{
    private readonly ListedRows _list;
    private readonly Random _random;
    private readonly List<(int Start, int Count, TaskCompletionSource<IReadOnlyList<string>> Answer)> _waiting = [];

    public SlowServer(ListedRows list, int seed)
    {
        _list = list;
        _random = new Random(seed);
    }

    /// <summary>The highest number of concurrent requests.</summary>
    public int Peak { get; private set; }

    /// <summary>Runs before each request is served.</summary>
    public Action<Random> Meanwhile { get; set; } = static _ => { };

    public OffsetList<string> Open(int pageSize, int maxConcurrency) =>
        new(
            "rows",
            pageSize,
            maxConcurrency,
            row => row,
            (start, count, _) =>
            {
                var answer = new TaskCompletionSource<IReadOnlyList<string>>();
                _waiting.Add((start, count, answer));
                Peak = Math.Max(Peak, _waiting.Count);
                return answer.Task;
            }
        );

    public void ServeUntil(Task reading)
    {
        while (!reading.IsCompleted)
        {
            Assert.True(_waiting.Count > 0, "The reader waits, and asked for nothing.");
            var (start, count, answer) = _waiting[_random.Next(_waiting.Count)];
            _waiting.RemoveAll(request => request.Answer == answer);
            Meanwhile(_random);
            answer.SetResult(_list.Page(start, count));
        }
    }
}
