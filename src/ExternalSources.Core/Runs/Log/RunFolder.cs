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

/// <summary>The folder of the run logs, below the store's folder. Each run has one file, which only its owner can read.</summary>
internal sealed class RunFolder
{
    /// <summary>A session that only checks whether a run is active holds its lock for a moment.</summary>
    private const int Tries = 5;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);

    private const string Extension = ".jsonl";
    private const string TimeForm = "yyyyMMdd-HHmmssfff";

    // An id sorts by time and is short enough to type. Its last part differs when two sessions start at the same moment.
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

    /// <summary>When a run began; <see langword="null"/> when its id contains no date.</summary>
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
                "Check that you have permission to read the folder.",
                exception
            );
        }
    }

    /// <summary>The run's id, as its file spells it.</summary>
    public string Find(string id)
    {
        // The id becomes part of a path, so it must have the form of an id.
        var text = id.Trim().ToLowerInvariant();
        return IdForm.IsMatch(text) && File.Exists(FileOf(text))
            ? text
            : throw new RunLogException(RunLogFailure.NotFound, id, $"The run '{id}' does not exist.", "Use Get-ExternalRun to list the runs.");
    }

    public RunLog Create(RunHeader header)
    {
        try
        {
            StoreFiles.CreateFolder(System.IO.Path.GetDirectoryName(Path)!);
            StoreFiles.CreateFolder(Path);
            var runLock = TryLock(header.Id) ?? throw Busy(header.Id);
            try
            {
                var log = new RunLog(header.Id, runLock, _files.Open(FileOf(header.Id), isNew: true));
                log.Write(RunLogFormat.Header(header), toDisk: true);
                return log;
            }
            catch
            {
                runLock.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(header.Id, exception);
        }
    }

    /// <summary>Opens the log of a run to resume it. Only one session can.</summary>
    public RunLog Continue(string id)
    {
        try
        {
            var runLock = TryLock(id, Tries) ?? throw Busy(id);
            try
            {
                return new RunLog(id, runLock, _files.Open(FileOf(id), isNew: false));
            }
            catch
            {
                runLock.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(id, exception);
        }
    }

    /// <summary>Whether a session holds the lock of the run.</summary>
    public bool IsHeld(string id)
    {
        var path = LockFileOf(id);
        if (!File.Exists(path))
        {
            return false;
        }

        var runLock = RunLock.TryTake(path);
        if (runLock is null)
        {
            return true;
        }

        runLock.Dispose();
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
            throw new RunLogException(RunLogFailure.NotFound, id, $"The run '{id}' does not exist.", "Use Get-ExternalRun to list the runs.", exception);
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

    /// <summary>The targets of a run that other runs have undone, or may have undone. A target whose undo was undone is not one of them.</summary>
    /// <exception cref="RunLogException">One of these runs is active, or its log cannot be read.</exception>
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
                    $"The run {undo} undid the run {id} or a part of it, but its log does not show which part: {exception.Message}",
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

    /// <summary>Removes a run's log, unless a session works on the run.</summary>
    public void Remove(string id)
    {
        try
        {
            using (TryLock(id) ?? throw Busy(id))
            {
                File.Delete(FileOf(id));
            }

            File.Delete(LockFileOf(id));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(id, exception);
        }
    }

    private RunLock? TryLock(string id, int tries = 1)
    {
        RunLock? runLock;
        while ((runLock = RunLock.TryTake(LockFileOf(id))) is null && --tries > 0)
        {
            Thread.Sleep(BetweenTries);
        }

        return runLock;
    }

    private string LockFileOf(string id) => System.IO.Path.Combine(Path, id + ".lock");

    private static RunLogException Busy(string id) =>
        new(RunLogFailure.Busy, id, $"A session is working on the run {id}.", "Wait until the run has ended. Get-ExternalRun shows its status.");

    private RunLogException NotWritable(string id, Exception exception) =>
        new(
            RunLogFailure.NotWritable,
            id,
            $"The log of the run {id} cannot be written: {exception.Message.TrimEnd('.')}. Nothing was changed.",
            $"Check that the disk is not full, and that you have permission to write to '{Path}'.",
            exception
        );
}

/// <summary>Opens the files of logs. Tests override it to simulate a full disk.</summary>
internal class RunFiles
{
    public virtual Stream Open(string path, bool isNew)
    {
        // Without a buffer, each line reaches the operating system and outlives the process.
        var stream = new FileStream(path, isNew ? FileMode.CreateNew : FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 1);
        try
        {
            UnixPermissions.OwnerOnlyFile(path);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
