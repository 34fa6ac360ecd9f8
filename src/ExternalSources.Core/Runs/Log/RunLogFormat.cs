using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Runs.Log;

/// <summary>The lines of a log as JSON. Every member is written and read by name here, so that no setting of the process changes the file.</summary>
internal static class RunLogFormat
{
    public const string HeaderType = "header";
    public const string SourceType = "source";
    public const string TargetType = "target";
    public const string IntentType = "intent";
    public const string WithdrawnType = "withdrawn";
    public const string OutcomeType = "outcome";
    public const string ResumedType = "resumed";
    public const string FooterType = "footer";

    public static string Header(RunHeader header) =>
        Line(
            new JObject
            {
                ["type"] = HeaderType,
                ["schemaVersion"] = RunHeader.Version,
                ["run"] = header.Id,
                ["at"] = JsonMembers.Text(header.At),
                ["user"] = header.User,
                ["machine"] = header.Machine,
                ["command"] = header.Command,
                ["undoes"] = header.Undoes,
                ["plan"] = header.Plan,
                ["sources"] = Sources(header.Sources),
                ["request"] = Request(header.Request),
            }
        );

    public static JObject Request(RunRequest request) =>
        new()
        {
            ["action"] = request.Action.ToString(),
            ["groups"] = List(request.Groups),
            ["applications"] = List(request.Applications.Select(application => application.ToString())),
            ["workspaces"] = request.Workspaces.Count > 0 ? List(request.Workspaces) : null,
            ["directory"] = request.Directory,
            ["message"] = request.Message,
            ["includeAdministrators"] = request.IncludeAdministrators ? true : null,
            ["includeSynced"] = request.IncludeSynced ? true : null,
        };

    public static string Source(SourceReference source) => Line(new JObject { ["type"] = SourceType, ["sources"] = Sources(new[] { source }) });

    public static JObject Target(RunTarget target) =>
        new()
        {
            ["type"] = TargetType,
            ["n"] = target.Number,
            ["action"] = target.Action.ToString(),
            ["source"] = target.Source,
            ["accountId"] = target.AccountId,
            ["name"] = target.Name,
            ["email"] = target.Email,
            ["knownEmail"] = target.KnownEmail,
            ["namedById"] = target.IsNamedById ? true : null,
            ["group"] = target.Group is { } group
                ? JsonMembers.Clean(
                    new JObject
                    {
                        ["id"] = group.Id,
                        ["name"] = group.Name,
                        ["directory"] = group.Directory,
                        ["synced"] = group.ExternallySynced,
                        ["applications"] = group.Applications is { Count: > 0 } ? List(group.Applications) : null,
                    }
                )
                : null,
            ["before"] = target.Before is { } before ? State(before) : null,
        };

    public static string Intent(int number, int attempt, DateTimeOffset at) =>
        Line(
            new JObject
            {
                ["type"] = IntentType,
                ["n"] = number,
                ["attempt"] = attempt,
                ["at"] = JsonMembers.Text(at),
            }
        );

    public static string Withdrawn(int number, DateTimeOffset at) =>
        Line(
            new JObject
            {
                ["type"] = WithdrawnType,
                ["n"] = number,
                ["at"] = JsonMembers.Text(at),
            }
        );

    public static string Outcome(int number, ExternalActionResult result) =>
        Line(
            new JObject
            {
                ["type"] = OutcomeType,
                ["n"] = number,
                ["outcome"] = result.Outcome.ToString(),
                ["reason"] = result.Reason == SkipReason.None ? null : result.Reason.ToString(),
                ["detail"] = result.Detail,
                ["issue"] = result.Issue,
                ["open"] = result.IsOpen ? true : null,
                ["attempts"] = result.Attempts,
                ["milliseconds"] = (long)result.Duration.TotalMilliseconds,
                ["at"] = JsonMembers.Text(result.At),
            }
        );

    public static string Resumed(string user, string machine, DateTimeOffset at) =>
        Line(
            new JObject
            {
                ["type"] = ResumedType,
                ["at"] = JsonMembers.Text(at),
                ["user"] = user,
                ["machine"] = machine,
            }
        );

    public static string Footer(
        RunStatus status,
        string? reason,
        IReadOnlyDictionary<ActionOutcome, int> counts,
        int targets,
        IEnumerable<string> sources,
        DateTimeOffset at
    ) =>
        Line(
            new JObject
            {
                ["type"] = FooterType,
                ["status"] = status.ToString(),
                ["reason"] = reason,
                ["sources"] = List(sources.OrderBy(source => source, StringComparer.Ordinal)),
                ["targets"] = targets,
                ["succeeded"] = Count(counts, ActionOutcome.Succeeded),
                ["noChange"] = Count(counts, ActionOutcome.NoChange),
                ["skipped"] = Count(counts, ActionOutcome.Skipped),
                ["failed"] = Count(counts, ActionOutcome.Failed),
                ["at"] = JsonMembers.Text(at),
            }
        );

    public static string Line(JObject json)
    {
        var text = new StringBuilder(256);
        using (
            var writer = new JsonTextWriter(new StringWriter(text, CultureInfo.InvariantCulture))
            {
                Formatting = Formatting.None,
                Culture = CultureInfo.InvariantCulture,
            }
        )
        {
            JsonMembers.Clean(json).WriteTo(writer);
        }

        return text.Append('\n').ToString();
    }

    public static RunHeader ReadHeader(JObject line) =>
        new()
        {
            Id = JsonMembers.Required(line, "run"),
            At = JsonMembers.Date(line, "at"),
            User = JsonMembers.Required(line, "user"),
            Machine = JsonMembers.Required(line, "machine"),
            Command = JsonMembers.Required(line, "command"),
            Undoes = JsonText.Text(line, "undoes"),
            Plan = JsonText.Text(line, "plan"),
            Sources = ReadSources(line),
            Request = ReadRequest(line["request"] as JObject ?? throw JsonMembers.Invalid("request")),
        };

    public static JArray Sources(IEnumerable<SourceReference> sources) =>
        new(
            sources
                .OrderBy(source => source.Name, StringComparer.Ordinal)
                .Select(source =>
                    JsonMembers.Clean(
                        new JObject
                        {
                            ["name"] = source.Name,
                            ["id"] = source.Id.ToString("D", CultureInfo.InvariantCulture),
                            ["url"] = source.Url,
                            ["organizationId"] = source.OrganizationId,
                        }
                    )
                )
        );

    public static IReadOnlyList<SourceReference> ReadSources(JObject json) =>
        ((json["sources"] as JArray) ?? new JArray())
            .Select(row => row as JObject ?? throw JsonMembers.Invalid("sources"))
            .Select(row => new SourceReference(
                JsonMembers.Required(row, "name"),
                Guid.TryParseExact(JsonMembers.Required(row, "id"), "D", out var id) ? id : throw JsonMembers.Invalid("id"),
                JsonMembers.Required(row, "url"),
                JsonText.Text(row, "organizationId")
            ))
            .ToArray();

    public static RunRequest ReadRequest(JObject json) =>
        new()
        {
            Action = JsonMembers.Known<ExternalAction>(json, "action"),
            Groups = List(json["groups"]),
            Applications = List(json["applications"]).Select(ApplicationSelector.Parse).ToArray(),
            Workspaces = List(json["workspaces"]),
            Directory = JsonText.Text(json, "directory"),
            Message = JsonText.Text(json, "message"),
            IncludeAdministrators = json["includeAdministrators"] is JValue { Value: true },
            IncludeSynced = json["includeSynced"] is JValue { Value: true },
        };

    public static RunTarget ReadTarget(JObject line)
    {
        var source = JsonMembers.Required(line, "source");
        return new RunTarget
        {
            Number = JsonMembers.Number(line, "n"),
            Action = JsonMembers.Known<ExternalAction>(line, "action"),
            Source = source,
            AccountId = JsonText.Text(line, "accountId"),
            Name = JsonText.Text(line, "name"),
            Email = JsonText.Text(line, "email"),
            KnownEmail = JsonText.Text(line, "knownEmail"),
            IsNamedById = line["namedById"] is JValue { Value: true },
            Group = line["group"] is JObject group
                ? new ExternalGroup
                {
                    Source = source,
                    Id = JsonMembers.Required(group, "id"),
                    Name = JsonMembers.Required(group, "name"),
                    Directory = JsonText.Text(group, "directory"),
                    ExternallySynced = group["synced"] is JValue { Value: bool synced } ? synced : null,
                    Applications = group["applications"] is JArray applications ? List(applications) : null,
                }
                : null,
            Before = line["before"] is JObject before ? ReadState(before) : null,
        };
    }

    public static ExternalActionResult ReadOutcome(JObject line, string run, RunTarget target) =>
        ExternalActionResult.Of(
            run,
            target,
            JsonMembers.Known<ActionOutcome>(line, "outcome"),
            line["reason"] is null ? SkipReason.None : JsonMembers.Known<SkipReason>(line, "reason"),
            JsonText.Text(line, "detail"),
            JsonMembers.Date(line, "at")
        ) with
        {
            Issue = JsonText.Text(line, "issue"),
            IsOpen = line["open"] is JValue { Value: true },
            Attempts = JsonMembers.Number(line, "attempts"),
            Duration = TimeSpan.FromMilliseconds(JsonMembers.Number(line, "milliseconds")),
        };

    public static JObject State(TargetState state) =>
        JsonMembers.Clean(
            new JObject
            {
                ["status"] = state.Status,
                ["member"] = state.IsMember,
                ["roles"] = state.Roles is { } roles ? List(roles) : null,
            }
        );

    public static TargetState ReadState(JObject json) =>
        new(JsonText.Text(json, "status"), json["member"] is JValue { Value: bool member } ? member : null)
        {
            Roles = json["roles"] is JArray roles ? List(roles) : null,
        };

    private static int Count(IReadOnlyDictionary<ActionOutcome, int> counts, ActionOutcome outcome) => counts.TryGetValue(outcome, out var count) ? count : 0;

    private static JArray List(IEnumerable<string> values) => new(values);

    private static string[] List(JToken? values) =>
        values is JArray list ? list.Select(value => (string?)value ?? throw JsonMembers.Invalid("a list")).ToArray() : Array.Empty<string>();
}
