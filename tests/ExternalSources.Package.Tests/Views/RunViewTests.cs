using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ExternalSources.Package.Tests.Support;
using Xunit;

namespace ExternalSources.Package.Tests.Views;

public sealed class RunViewTests
{
    private static readonly DateTimeOffset Then = new(new DateTime(2026, 6, 30, 12, 5, 0, DateTimeKind.Local));

    [Fact]
    public void A_result_shows_what_came_of_it_for_whom_and_why()
    {
        var lines = Lines(Result("Name = 'Dana'; Email = 'dana@acme.example'; Group = 'vpn-users'; Detail = 'Exempt'"));
        Assert.Equal(["Outcome", "Source", "Action", "Name", "Detail"], Words(lines[0]));
        Assert.Equal(["Skipped", "acme", "AddGroupMember", "Dana", "vpn-users:", "Exempt"], Words(lines[2]));
    }

    [Fact]
    public void In_a_narrow_window_names_and_reasons_are_whole_and_wrapped_between_words()
    {
        const string detail = "An identity provider owns the group; change its members there, or make the group a local one.";
        var lines = Lines(Result($"Name = 'Wolfeschlegelstein Hubert'; Group = 'vpn-users'; Detail = '{detail}'"), width: 80);
        Assert.Equal("Wolfeschlegelstein Hubert", string.Join(' ', lines.Skip(2).Select(line => line.PadRight(80)[39..57].TrimEnd())).TrimEnd());
        Assert.Equal("vpn-users: " + detail, string.Join(' ', lines.Skip(2).Select(line => line[58..])));
    }

    [Theory]
    [InlineData("Email = 'dana@acme.example'", "dana@acme.example")]
    [InlineData("", "557058:1")]
    public void Whoever_has_no_name_is_shown_by_address_or_account_id(string members, string shown) =>
        Assert.Equal(["Skipped", "acme", "AddGroupMember", shown], Words(Lines(Result(members))[2]));

    [Fact]
    public void A_run_shows_what_came_of_its_targets()
    {
        var lines = Lines(Run("DisableUser", "Interrupted", "Succeeded = 5; NoChange = 4; Skipped = 3; Failed = 2; Pending = 1"));
        Assert.Equal(["Id", "Action", "Status", "Targets"], Words(lines[0]));
        Assert.Equal("20260630-120500000-1f2e DisableUser        Interrupted 5 Succeeded, 4 NoChange, 3 Skipped, 2 Failed, 1 Pending", lines[2]);
    }

    [Fact]
    public void A_run_in_a_narrow_window_shows_its_whole_id_and_why_it_ended()
    {
        var lines = Lines(Run("RemoveUserFromDirectory", "Stopped", "Succeeded = 5; Failed = 2; Reason = 'The run was stopped.'"), width: 80);
        Assert.Equal(
            [
                "20260630-120500000-1f2e RemoveUser         Stopped     5 Succeeded, 2 Failed.",
                "                        FromDirectory                  The run was stopped.",
            ],
            lines.Skip(2)
        );
    }

    [Fact]
    public void An_exemption_shows_what_it_holds_for_and_why()
    {
        var lines = Lines(
            """
            [ExternalSources.Core.Sources.ExternalExemption]@{
                Id = [guid]::Empty; Kind = 'Email'; Value = '*@board.acme.example'; Reason = 'Board'; AddedBy = 'dana'; AddedAt = $then
                Source = [string[]]@('acme', 'acme-jira'); Action = [ExternalSources.Core.Users.ExternalAction[]]@('DisableUser', 'RemoveUser')
            }
            [ExternalSources.Core.Sources.ExternalExemption]@{ Id = [guid]::Empty; Kind = 'Group'; Value = 'site-admins'; Reason = 'Ours'
                AddedBy = 'eve'; AddedAt = $then }
            """
        );
        Assert.Equal(["Kind", "Value", "Source", "Action", "AddedBy", "Reason"], Words(lines[0]));
        Assert.Equal(["Email", "*@board.acme.", "acme,", "DisableUser,", "dana", "Board"], Words(lines[2]));
        Assert.Equal(["example", "acme-jira", "RemoveUser"], Words(lines[3]));
        Assert.Equal(["Group", "site-admins", "eve", "Ours"], Words(lines[4]));
    }

    [Fact]
    public void An_exemption_in_a_narrow_window_shows_its_whole_reason()
    {
        const string reason = "Deployments run under this account, day and night.";
        var lines = Lines(
            $"[ExternalSources.Core.Sources.ExternalExemption]@{{ Id = [guid]::Empty; Kind = 'User'; "
                + $"Value = '557058:19016cc8-f346-41a7-92f6-d0470be1a7b1'; Reason = '{reason}'; AddedBy = 'dana'; AddedAt = $then }}",
            width: 80
        );
        Assert.Equal(reason, string.Join(' ', lines.Skip(2).Select(line => line[63..])));
        Assert.Equal("557058:19016cc8-f346-41a7-92f6-d0470be1a7b1", string.Concat(lines.Skip(2).Select(line => line[6..24].TrimEnd())));
    }

    private static string Run(string action, string status, string members) =>
        $"[ExternalSources.Core.Runs.Log.ExternalRun]@{{ Id = '20260630-120500000-1f2e'; Action = '{action}'; Status = '{status}'; "
        + $"StartedAt = $then; StartedBy = 'dana'; Machine = 'runner'; Command = 'It'; Path = 'run.jsonl'; {members} }}";

    private static string Result(string members) =>
        $"[ExternalSources.Core.Runs.Model.ExternalActionResult]@{{ Source = 'acme'; Action = 'AddGroupMember'; Outcome = 'Skipped'; "
        + $"AccountId = '557058:1'; At = $then; {members} }}";

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IReadOnlyList<string> Lines(string script, int width = 160)
    {
        using var shell = new PackageShell(CultureInfo.InvariantCulture, width);
        return shell.Lines("& { " + script + " } | Out-Host", ("then", Then));
    }
}
