using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Runs.Log;

/// <summary>Where the logs of runs are: one file a run below the store's folder, readable by the owner only.</summary>
internal sealed class RunFolder
{
    /// <summary>Somebody who only looks whether a run goes on has its lock for a moment.</summary>
    private const int Tries = 5;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);

    private const string Extension = ".jsonl";
    private const string TimeForm = "yyyyMMdd-HHmmssfff";

    // Sorts by time, and is short enough to type; the last part keeps two sessions of one moment apart.
    private static readonly Regex IdForm = new(@"^\d{8}-\d{9}-[0-9a-f]{4}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private readonly RunFiles _files;

    public RunFolder(string storeFolder, RunFiles? files = null)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetFullPath(storeFolder), "runs");
        _files = files ?? new RunFiles();
    }

    public string Path { get; }

    public static string NewId(DateTimeOffset now) =>
        now.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N").Substring(0, 4);

    /// <summary>When a run began; <see langword="null"/> when its id is no date.</summary>
    public static DateTimeOffset? StartOf(string id) =>
        DateTimeOffset.TryParseExact(id.Substring(0, TimeForm.Length), TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
            ? start
            : null;

    public string FileOf(string id) => System.IO.Path.Combine(Path, id + Extension);

    /// <summary>The ids of all runs, the latest first.</summary>
    public IReadOnlyList<string> Ids()
    {
        try
        {
            return Directory.Exists(Path)
                ? Directory
                    .GetFiles(Path, "*" + Extension)
                    .Select(file => System.IO.Path.GetFileNameWithoutExtension(file))
                    .Where(id => IdForm.IsMatch(id))
                    .OrderByDescending(id => id, StringComparer.Ordinal)
                    .ToArray()
                : Array.Empty<string>();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunLogException(
                RunLogFailure.NotReadable,
                Path,
                $"The folder of the run logs, '{Path}', cannot be read: {exception.Message}",
                "Check who may read it.",
                exception
            );
        }
    }

    /// <summary>The run's id, as its file spells it.</summary>
    public string Find(string id)
    {
        // An id becomes part of a path: nothing but the form of an id may.
        var text = id.Trim().ToLowerInvariant();
        return IdForm.IsMatch(text) && File.Exists(FileOf(text))
            ? text
            : throw new RunLogException(RunLogFailure.NotFound, id, $"There is no run '{id}'.", "Get-ExternalRun lists the runs there are.");
    }

    public RunLog Create(RunHeader header)
    {
        try
        {
            StoreFiles.CreateFolder(System.IO.Path.GetDirectoryName(Path)!);
            StoreFiles.CreateFolder(Path);
            var hold = TryHold(header.Id) ?? throw Busy(header.Id);
            try
            {
                var log = new RunLog(header.Id, hold, _files.Open(FileOf(header.Id), isNew: true));
                log.Write(RunLogFormat.Header(header), toDisk: true);
                return log;
            }
            catch
            {
                hold.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(header.Id, exception);
        }
    }

    /// <summary>Opens the log of a run that goes on. Only one session can.</summary>
    public RunLog Continue(string id)
    {
        try
        {
            var hold = TryHold(id, Tries) ?? throw Busy(id);
            try
            {
                return new RunLog(id, hold, _files.Open(FileOf(id), isNew: false));
            }
            catch
            {
                hold.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(id, exception);
        }
    }

    /// <summary>Whether a session is at work on the run.</summary>
    public bool IsHeld(string id)
    {
        var path = HoldOf(id);
        if (!File.Exists(path))
        {
            return false;
        }

        var hold = RunLock.TryTake(path);
        if (hold is null)
        {
            return true;
        }

        hold.Dispose();
        return false;
    }

    public RunRecord Read(string id)
    {
        try
        {
            return RunReader.Read(id, FileOf(id));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RunLogException(RunLogFailure.NotFound, id, $"There is no run '{id}'.", "Get-ExternalRun lists the runs there are.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunLogException(
                RunLogFailure.NotReadable,
                id,
                $"The log of the run {id} cannot be read: {exception.Message}",
                $"Check who may read '{FileOf(id)}'.",
                exception
            );
        }
    }

    /// <summary>What of a run other runs have taken back, or may have; what was taken back of those in turn is as the run left it.</summary>
    /// <exception cref="RunLogException">One of them is at work, or its log cannot be read.</exception>
    public HashSet<TargetKey> TakenBack(string id)
    {
        var found = new HashSet<TargetKey>();
        foreach (var undo in Ids().Where(other => string.CompareOrdinal(other, id) > 0 && RunSummary.Undoes(this, other) == id))
        {
            if (IsHeld(undo))
            {
                throw Busy(undo);
            }

            RunRecord record;
            try
            {
                record = Read(undo);
            }
            catch (RunLogException exception)
            {
                throw new RunLogException(
                    exception.Failure,
                    id,
                    $"The run {undo} has taken back {id}, or a part of it, and nobody can tell which: {exception.Message}",
                    exception.Recommendation,
                    exception
                );
            }

            var done = record.Targets.Where(target =>
                target.Outcome is { Outcome: ActionOutcome.Succeeded } or { IsOpen: true } || (target.Outcome is null && target.SentAt is not null)
            );
            found.UnionWith(done.Select(target => TargetKey.Of(record, target.Target)).Except(TakenBack(undo)));
        }

        return found;
    }

    /// <summary>Removes a run's log, unless a session is at work on it.</summary>
    public void Remove(string id)
    {
        try
        {
            using (TryHold(id) ?? throw Busy(id))
            {
                File.Delete(FileOf(id));
            }

            File.Delete(HoldOf(id));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(id, exception);
        }
    }

    private RunLock? TryHold(string id, int tries = 1)
    {
        RunLock? hold;
        while ((hold = RunLock.TryTake(HoldOf(id))) is null && --tries > 0)
        {
            Thread.Sleep(BetweenTries);
        }

        return hold;
    }

    private string HoldOf(string id) => System.IO.Path.Combine(Path, id + ".lock");

    private static RunLogException Busy(string id) =>
        new(RunLogFailure.Busy, id, $"A session is at work on the run {id}.", "Wait until it has ended; Get-ExternalRun shows how it stands.");

    private RunLogException NotWritable(string id, Exception exception) =>
        new(
            RunLogFailure.NotWritable,
            id,
            $"The log of the run {id} cannot be written: {exception.Message.TrimEnd('.')}. Nothing was changed.",
            $"Check that the disk is not full, and who may write to '{Path}'.",
            exception
        );
}
