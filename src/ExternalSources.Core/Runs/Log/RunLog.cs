using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using ExternalSources.Core.Runs.Model;

namespace ExternalSources.Core.Runs.Log;

/// <summary>
/// Writes a run's log. Each line reaches the operating system before the next step, so that a killed process loses nothing. The first line, the last
/// line, and the lines of changes that cannot be repeated also wait for the disk. A run ends when its log cannot be written: the log must have every
/// change.
/// </summary>
internal sealed class RunLog : IDisposable
{
    private readonly object _lock = new();
    private readonly RunLock _runLock;
    private readonly Stream _file;
    private RunLogException? _failure;

    public RunLog(string id, RunLock runLock, Stream file)
    {
        Id = id;
        _runLock = runLock;
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

    /// <exception cref="RunLogException">The line could not be written. Every later line fails, too.</exception>
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
                    $"The log of the run {Id} could not be written: {exception.Message.TrimEnd('.')}. The run ended before its next change.",
                    $"Free disk space. Then use Resume-ExternalRun {Id}: it completes the targets in the log, and checks the changes that were under way. "
                        + "For users who are not in the log, run the command again: it does not change users who need no change.",
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
            // The failed write is already reported.
        }

        _runLock.Dispose();
    }

    // A killed process or a full disk may leave half a line. The next line must not become part of it.
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
