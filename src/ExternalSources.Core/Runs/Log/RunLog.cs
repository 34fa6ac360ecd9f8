using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using ExternalSources.Core.Runs.Model;

namespace ExternalSources.Core.Runs.Log;

/// <summary>
/// Writes a run's log. What is written is with the system before the next step is taken, so that a process that is killed loses nothing of it; the first
/// and the last line, and those of changes that cannot be repeated, also wait for the disk. A log that cannot be written ends the run: what nobody could
/// look up afterwards must not be done.
/// </summary>
internal sealed class RunLog : IDisposable
{
    private readonly object _lock = new();
    private readonly RunLock _hold;
    private readonly Stream _file;
    private RunLogException? _failure;

    public RunLog(string id, RunLock hold, Stream file)
    {
        Id = id;
        _hold = hold;
        _file = file;
        EndTornLine();
    }

    public string Id { get; }

    public void Targets(IEnumerable<RunTarget> targets) => Write(string.Concat(targets.Select(target => RunLogFormat.Line(RunLogFormat.Target(target)))));

    public void Intent(int number, int attempt, DateTimeOffset at, bool toDisk = false) => Write(RunLogFormat.Intent(number, attempt, at), toDisk);

    public void Withdrawn(int number, DateTimeOffset at) => Write(RunLogFormat.Withdrawn(number, at));

    public void Outcome(int number, ExternalActionResult result) => Write(RunLogFormat.Outcome(number, result));

    public void Resumed(string user, string machine, DateTimeOffset at) => Write(RunLogFormat.Resumed(user, machine, at), true);

    public void Footer(
        RunStatus status,
        string? reason,
        IReadOnlyDictionary<ActionOutcome, int> counts,
        int targets,
        IEnumerable<string> sources,
        DateTimeOffset at
    ) => Write(RunLogFormat.Footer(status, reason, counts, targets, sources, at), true);

    /// <exception cref="RunLogException">The line could not be written. From then on every line fails.</exception>
    public void Write(string lines, bool toDisk = false)
    {
        if (lines.Length == 0)
        {
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(lines);
        lock (_lock)
        {
            if (_failure is not null)
            {
                throw _failure;
            }

            try
            {
                _file.Write(bytes, 0, bytes.Length);
                if (toDisk && _file is FileStream file)
                {
                    file.Flush(flushToDisk: true);
                }
                else
                {
                    _file.Flush();
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                _failure = new RunLogException(
                    RunLogFailure.NotWritable,
                    Id,
                    $"The log of the run {Id} could not be written: {exception.Message.TrimEnd('.')}. The run was ended before its next change.",
                    $"Make room on the disk; then Resume-ExternalRun {Id} does what its log has left to do, and looks up what was under way. For whoever came after that, run the command again: it leaves those alone who are as they should be.",
                    exception
                );
                throw _failure;
            }
        }
    }

    public void Dispose()
    {
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // What could not be written has been told of.
        }

        _hold.Dispose();
    }

    // A process that was killed, or a full disk, may have left half a line: what follows must not become part of it.
    private void EndTornLine()
    {
        if (_file.Length == 0)
        {
            return;
        }

        _file.Position = _file.Length - 1;
        var last = _file.ReadByte();
        _file.Position = _file.Length;
        if (last != '\n')
        {
            _file.WriteByte((byte)'\n');
        }
    }
}
