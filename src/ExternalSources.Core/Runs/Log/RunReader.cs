using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using ExternalSources.Core.Common;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Runs.Log;

/// <summary>Reads a run's log. A session may still write to it, or may have died while it wrote.</summary>
internal static class RunReader
{
    public static RunRecord Read(string id, string path)
    {
        RunHeader? header = null;
        RunStatus? ended = null;
        string? reason = null;
        DateTimeOffset? last = null;
        var targets = new List<LoggedTarget>();
        var byNumber = new Dictionary<int, LoggedTarget>();
        var row = 0;
        var torn = 0;
        try
        {
            foreach (var line in Lines(path))
            {
                row++;
                if (line.Length == 0)
                {
                    continue;
                }

                if (JsonText.TryParse(line) is not JObject json)
                {
                    // A session that dies while it writes leaves half a line. It sent nothing for that line: a request follows only a complete line.
                    if (torn > 0)
                    {
                        throw new FormatException("it is not JSON");
                    }

                    torn = row;
                    continue;
                }

                var type = JsonText.Text(json, "type");
                // Only a session that resumes the run writes after half a line.
                if (torn > 0 && type != RunLogFormat.ResumedType)
                {
                    row = torn;
                    throw new FormatException("it is not JSON");
                }

                torn = 0;
                switch (type)
                {
                    case RunLogFormat.HeaderType when header is null:
                        if (JsonMembers.Number(json, "schemaVersion") > RunHeader.Version)
                        {
                            throw new FormatException("a newer version of ExternalSources wrote it");
                        }

                        header = RunLogFormat.ReadHeader(json);
                        if (header.Id != id)
                        {
                            throw new FormatException($"it is the log of the run {header.Id}");
                        }

                        last = header.At;
                        break;
                    case RunLogFormat.SourceType when header is not null:
                        // The source joined the run later. A source that the header already has is the same one.
                        header = header with
                        {
                            Sources = header
                                .Sources.Concat(RunLogFormat.ReadSources(json))
                                .GroupBy(source => source.Name, StringComparer.OrdinalIgnoreCase)
                                .Select(same => same.Last())
                                .ToArray(),
                        };
                        break;
                    case RunLogFormat.TargetType:
                        var target = new LoggedTarget { Target = RunLogFormat.ReadTarget(json) };
                        // A target is logged again when the run has read its state.
                        if (byNumber.TryGetValue(target.Target.Number, out var logged))
                        {
                            logged.Target = target.Target;
                        }
                        else
                        {
                            targets.Add(byNumber[target.Target.Number] = target);
                        }

                        break;
                    case RunLogFormat.IntentType:
                        var sent = Find(json);
                        (sent.Before, sent.SentAt, sent.Outcome) = ((sent.SentAt, sent.Outcome), last = JsonMembers.Date(json, "at"), null);
                        break;
                    case RunLogFormat.WithdrawnType:
                        var unsent = Find(json);
                        (unsent.SentAt, unsent.Outcome) = unsent.Before;
                        last = JsonMembers.Date(json, "at");
                        break;
                    case RunLogFormat.OutcomeType:
                        var about = Find(json);
                        about.Outcome = RunLogFormat.ReadOutcome(json, id, about.Target);
                        last = about.Outcome.At;
                        break;
                    case RunLogFormat.ResumedType:
                        (ended, reason, last) = (null, null, JsonMembers.Date(json, "at"));
                        break;
                    case RunLogFormat.FooterType:
                        (ended, reason, last) = (JsonMembers.Known<RunStatus>(json, "status"), JsonText.Text(json, "reason"), JsonMembers.Date(json, "at"));
                        break;
                    default:
                        throw new FormatException("the line has an unknown type");
                }

                if (header is null)
                {
                    throw new FormatException("it does not begin with a header");
                }
            }
        }
        catch (FormatException exception)
        {
            throw Damaged(id, path, $"line {Invariant.Text(row)}: {exception.Message}", exception);
        }

        return new RunRecord
        {
            Header = header ?? throw Damaged(id, path, "it is empty", null),
            Targets = targets,
            Ended = ended,
            Reason = reason,
            LastAt = last!.Value,
        };

        LoggedTarget Find(JObject json) =>
            byNumber.TryGetValue(JsonMembers.Number(json, "n"), out var target) ? target : throw new FormatException("it refers to an unknown target");
    }

    private static IEnumerable<string> Lines(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static RunLogException Damaged(string id, string path, string what, Exception? inner) =>
        new(RunLogFailure.Damaged, id, $"The log of the run {id} is damaged: {what}. The log was not changed.", $"Check the file '{path}'.", inner);
}
