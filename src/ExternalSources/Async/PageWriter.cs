using System;
using System.Management.Automation;
using System.Threading.Tasks;

namespace ExternalSources.Async;

/// <summary>
/// Queues the pages of one source for the pipeline. A slow pipeline holds up the reads without blocking a thread. The reads wait until the first page is
/// written, so a command that needs only one page does not read more.
/// </summary>
internal sealed class PageWriter
{
    private readonly PipelineQueue _queue;

    /// <summary>Whether the pipeline has taken a page and continues.</summary>
    private volatile bool _wantsMore;

    public PageWriter(PipelineQueue queue) => _queue = queue;

    public async Task WriteAsync(Action<Cmdlet> write)
    {
        await _queue.PageAsync(write, untilWritten: !_wantsMore).ConfigureAwait(false);
        _wantsMore = true;
    }
}
