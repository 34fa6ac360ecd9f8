using System;
using System.IO;
using System.Linq;
using System.Text;
using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Model;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Runs.Log;

/// <summary>Reads the summary of a run. For a run that has ended, it reads only the first and the last line of the log.</summary>
internal static class RunSummary
{
    private const int TailSize = 16 * 1024;

    public static ExternalRun Read(RunFolder folder, string id) => ReadEnds(folder, id) ?? Read(folder, folder.Read(id));

    /// <summary>The run that a run undoes; <see langword="null"/> when there is none, or when the log cannot be read.</summary>
    public static string? Undoes(RunFolder folder, string id)
    {
        try
        {
            using var reader = new StreamReader(
                new FileStream(folder.FileOf(id), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete),
                Encoding.UTF8
            );
            return JsonText.TryParse(reader.ReadLine() ?? string.Empty) is JObject first ? JsonText.Text(first, "undoes") : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ExternalRun Read(RunFolder folder, RunRecord record) =>
        new()
        {
            Id = record.Header.Id,
            Action = record.Header.Request.Action,
            Status = record.Ended ?? (folder.IsHeld(record.Header.Id) ? RunStatus.Running : RunStatus.Interrupted),
            StartedAt = record.Header.At,
            Duration = record.LastAt - record.Header.At,
            StartedBy = record.Header.User,
            Machine = record.Header.Machine,
            Command = record.Header.Command,
            Source = record.Targets.Select(target => target.Target.Source).Distinct(StringComparer.OrdinalIgnoreCase).ToArray(),
            Targets = record.Targets.Count,
            Succeeded = record.Count(ActionOutcome.Succeeded),
            NoChange = record.Count(ActionOutcome.NoChange),
            Skipped = record.Count(ActionOutcome.Skipped),
            Failed = record.Count(ActionOutcome.Failed),
            Pending = record.Targets.Count(target => target.Outcome is null),
            Reason = record.Reason,
            Undoes = record.Header.Undoes,
            Path = folder.FileOf(record.Header.Id),
        };

    private static ExternalRun? ReadEnds(RunFolder folder, string id)
    {
        try
        {
            using var stream = new FileStream(folder.FileOf(id), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            if (
                JsonText.TryParse(reader.ReadLine() ?? string.Empty) is not JObject first
                || JsonText.Text(first, "type") != RunLogFormat.HeaderType
                || JsonMembers.Number(first, "schemaVersion") > RunHeader.Version
            )
            {
                return null;
            }

            var header = RunLogFormat.ReadHeader(first);
            reader.DiscardBufferedData();
            stream.Position = Math.Max(0, stream.Length - TailSize);
            var last = reader.ReadToEnd().TrimEnd('\n').Split('\n').Last();
            if (JsonText.TryParse(last) is not JObject footer || JsonText.Text(footer, "type") != RunLogFormat.FooterType)
            {
                return null;
            }

            var targets = JsonMembers.Number(footer, "targets");
            var run = new ExternalRun
            {
                Id = id,
                Action = header.Request.Action,
                Status = JsonMembers.Known<RunStatus>(footer, "status"),
                StartedAt = header.At,
                Duration = JsonMembers.Date(footer, "at") - header.At,
                StartedBy = header.User,
                Machine = header.Machine,
                Command = header.Command,
                Source = (footer["sources"] as JArray)?.Select(name => (string)name!).ToArray() ?? Array.Empty<string>(),
                Targets = targets,
                Succeeded = JsonMembers.Number(footer, "succeeded"),
                NoChange = JsonMembers.Number(footer, "noChange"),
                Skipped = JsonMembers.Number(footer, "skipped"),
                Failed = JsonMembers.Number(footer, "failed"),
                Reason = JsonText.Text(footer, "reason"),
                Undoes = header.Undoes,
                Path = folder.FileOf(id),
            };
            return run with { Pending = targets - run.Succeeded - run.NoChange - run.Skipped - run.Failed };
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            // Reading the whole log then shows what is wrong with it.
            return null;
        }
    }
}
