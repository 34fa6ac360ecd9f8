using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using ExternalSources.Core.Common;
using ExternalSources.Core.Sources;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Runs.Log;

/// <summary>A plan as a file of JSON, with a digest of itself: so it is noticed when somebody edits it. The digest is no signature; who may write the file may write both.</summary>
internal static class PlanFile
{
    /// <summary>Whether a plan could be written there, before anything is read for it.</summary>
    public static void Check(string path, bool overwrite)
    {
        if (File.Exists(path) && !overwrite)
        {
            throw new RunLogException(
                RunLogFailure.NotWritable,
                path,
                $"There is a file '{path}' already.",
                "Choose another name, or replace the file with -Force."
            );
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new RunLogException(RunLogFailure.NotWritable, path, $"There is no folder for the file '{path}'.", "Create the folder, or choose another.");
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
                "Check the disk and who may write there.",
                exception
            );
        }
    }

    /// <summary>Reads a plan, and whether it is as it was written.</summary>
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
                $"There is no plan '{path}'.",
                "Write one with the parameter -PlanPath of an action.",
                exception
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunLogException(
                RunLogFailure.NotReadable,
                path,
                $"The plan '{path}' cannot be read: {exception.Message}",
                "Check who may read the file.",
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
                "Write a new one with the parameter -PlanPath of an action.",
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
            // A plan of nothing has none.
            Targets = ((json["targets"] ?? new JArray()) as JArray ?? throw new FormatException("its targets are no list"))
                .Select(row => RunLogFormat.ReadTarget(row as JObject ?? throw new FormatException("a target is not an object")))
                .Select(target => target.AccountId is { Length: > 0 } ? target : throw new FormatException("a target has no account id"))
                .ToArray(),
        };

    // Over the content, not over the file's bytes: an editor that only changes the ends of lines has changed nothing.
    private static string Digest(JObject json)
    {
        using var sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(RunLogFormat.Line(json)))).Replace("-", string.Empty).ToLowerInvariant();
    }
}
