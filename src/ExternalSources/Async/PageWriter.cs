using System;
using System.Management.Automation;
using System.Threading.Tasks;

namespace ExternalSources.Async;

/// <summary>
/// Leaves the pages of one source to the pipeline; the task ends when there is room for more. A pipeline that is slower than the network holds up the
/// network, and no thread. The first page is waited for until it is written: whoever wants ten users pays for one page, and not for those that were
/// read meanwhile.
/// </summary>
internal sealed class PageWriter
{
    private readonly PipelineQueue _queue;

    /// <summary>Whether the pipeline took a page and did not have enough of it.</summary>
    private volatile bool _wantsMore;

    public PageWriter(PipelineQueue queue) => _queue = queue;

    public async Task WriteAsync(Action<Cmdlet> write)
    {
        await _queue.PageAsync(write, untilWritten: !_wantsMore).ConfigureAwait(false);
        _wantsMore = true;
    }
}
