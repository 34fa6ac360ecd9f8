using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using ExternalSources.Core.Common;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Sources;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Runs.Log;

/// <summary>A plan as a JSON file. Its digest shows an edit, but it is no signature: an editor can write a new digest, too.</summary>
internal static class PlanFile
{
    /// <summary>Checks that a plan can be written to the path, before the command reads any user.</summary>
    public static void Check(string path, bool overwrite)
    {
        if (File.Exists(path) && !overwrite)
        {
            throw new RunLogException(
                RunLogFailure.NotWritable,
                path,
                $"The file '{path}' already exists.",
                "Choose another name, or use -Force to replace the file."
            );
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new RunLogException(
                RunLogFailure.NotWritable,
                path,
                $"The folder of the file '{path}' does not exist.",
                "Create the folder, or choose another one."
            );
        }
    }

    public static void Write(string path, RunPlan plan, bool overwrite)
    {
        Check(path, overwrite);
        var json = Content(plan);
        json["digest"] = Digest(json);
        try
        {
            new StoreFiles().Replace(path, stream =>
            {
                using var text = new StreamWriter(stream, new UTF8Encoding(false), 4096, leaveOpen: true);
                using var writer = new JsonTextWriter(text)
                {
                    Formatting = Formatting.Indented,
                    Culture = CultureInfo.InvariantCulture,
                    CloseOutput = false,
                };
                json.WriteTo(writer);
                writer.WriteWhitespace("\n");
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunLogException(
                RunLogFailure.NotWritable,
                path,
                $"The plan '{path}' could not be written: {exception.Message}",
                "Check that the disk is not full, and that you have permission to write to the folder.",
                exception
            );
        }
    }

    /// <summary>Reads a plan, and whether it was edited since it was written.</summary>
    public static RunPlan Read(string path, out bool isEdited)
    {
        string text;
        try
        {
            text = File.ReadAllText(path, Encoding.UTF8);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RunLogException(
                RunLogFailure.NotFound,
                path,
                $"The plan '{path}' does not exist.",
                "Create a plan with the parameter -PlanPath of an action.",
                exception
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunLogException(
                RunLogFailure.NotReadable,
                path,
                $"The plan '{path}' cannot be read: {exception.Message}",
                "Check that you have permission to read the file.",
                exception
            );
        }

        try
        {
            var json = JsonText.TryParse(text) as JObject ?? throw new FormatException("it is not JSON");
            if (JsonMembers.Number(json, "schemaVersion") is not RunPlan.Version)
            {
                throw new FormatException("it has an unknown schema; a newer version of ExternalSources may have written it");
            }

            var digest = JsonText.Text(json, "digest");
            json.Remove("digest");
            var plan = ReadContent(json);
            isEdited = digest != Digest(json);
            return plan;
        }
        catch (FormatException exception)
        {
            throw new RunLogException(
                RunLogFailure.Damaged,
                path,
                $"The file '{path}' is not a plan: {exception.Message}.",
                "Create a new plan with the parameter -PlanPath of an action.",
                exception
            );
        }
    }

    private static JObject Content(RunPlan plan) =>
        new()
        {
            ["schemaVersion"] = RunPlan.Version,
            ["by"] = plan.By,
            ["at"] = JsonMembers.Text(plan.At),
            ["command"] = plan.Command,
            ["sources"] = RunLogFormat.Sources(plan.Sources),
            ["request"] = JsonMembers.Clean(RunLogFormat.Request(plan.Request)),
            ["targets"] = new JArray(
                plan.Targets.Select(target =>
                {
                    var row = JsonMembers.Clean(RunLogFormat.Target(target));
                    row.Remove("type");
                    return row;
                })
            ),
        };

    private static RunPlan ReadContent(JObject json) =>
        new()
        {
            By = JsonMembers.Required(json, "by"),
            At = JsonMembers.Date(json, "at"),
            Command = JsonMembers.Required(json, "command"),
            Sources = RunLogFormat.ReadSources(json),
            Request = RunLogFormat.ReadRequest(json["request"] as JObject ?? throw new FormatException("it has no request")),
            // A plan without targets has no such member.
            Targets = ((json["targets"] ?? new JArray()) as JArray ?? throw new FormatException("its targets are not a list"))
                .Select(row => RunLogFormat.ReadTarget(row as JObject ?? throw new FormatException("a target is not an object")))
                .Select(target => target.AccountId is { Length: > 0 } ? target : throw new FormatException("a target has no account id"))
                .ToArray(),
        };

    // The digest covers the content, not the bytes: an editor that only changes line endings does not edit the plan.
    private static string Digest(JObject json)
    {
        using var sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(RunLogFormat.Line(json)))).Replace("-", string.Empty).ToLowerInvariant();
    }
}

/// <summary>The changes that a run would make, for review before the run.</summary>
internal sealed record RunPlan
{
    public const int Version = 1;

    public required RunRequest Request { get; init; }

    /// <summary>The targets, each with its present state.</summary>
    public required IReadOnlyList<RunTarget> Targets { get; init; }

    public required IReadOnlyList<SourceReference> Sources { get; init; }

    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Command { get; init; }
}
