using System;
using System.Collections.Generic;
using System.Globalization;
using Xunit;

namespace ExternalSources.Package.Tests;

public sealed class RunViewTests
{
    private static readonly DateTimeOffset Then = new(new DateTime(2026, 6, 30, 12, 5, 0, DateTimeKind.Local));

    [Fact]
    public void A_result_shows_what_came_of_it_for_whom_and_why()
    {
        IReadOnlyList<string> lines = Lines(Result("Name = 'Dana'; Email = 'dana@acme.example'; Group = 'vpn-users'; Detail = 'Exempt'"));
        Assert.Equal(["Outcome", "Source", "Action", "Name", "Group", "Detail"], Words(lines[0]));
        Assert.Equal(["Skipped", "acme", "AddGroupMember", "Dana", "vpn-users", "Exempt"], Words(lines[2]));
    }

    [Theory]
    [InlineData("Email = 'dana@acme.example'", "dana@acme.example")]
    [InlineData("", "557058:1")]
    public void Whoever_has_no_name_is_shown_by_address_or_account_id(string members, string shown) =>
        Assert.Equal(["Skipped", "acme", "AddGroupMember", shown], Words(Lines(Result(members))[2]));

    [Fact]
    public void A_run_shows_when_it_began_and_its_counts()
    {
        IReadOnlyList<string> lines = Lines("""
            [ExternalSources.ExternalRun]@{
                Id = '20260630-120500000-1f2e'; Action = 'DisableUser'; Status = 'Interrupted'; StartedAt = $then; StartedBy = 'dana'; Machine = 'runner'
                Command = 'Disable-ExternalUser'; Path = 'run.jsonl'; Targets = 15; Succeeded = 5; NoChange = 4; Skipped = 3; Failed = 2; Pending = 1
            }
            """);
        Assert.Equal(["Id", "Action", "Status", "Started", "Targets", "Succeeded", "NoChange", "Skipped", "Failed", "Pending"], Words(lines[0]));
        Assert.Equal(["20260630-120500000-1f2e", "DisableUser", "Interrupted", .. Words(Then.LocalDateTime.ToString("g", CultureInfo.InvariantCulture)), "15", "5", "4", "3", "2", "1"], Words(lines[2]));
    }

    [Fact]
    public void An_exemption_shows_what_it_holds_for_and_why()
    {
        IReadOnlyList<string> lines = Lines("""
            [ExternalSources.ExternalExemption]@{
                Id = [guid]::Empty; Kind = 'Email'; Value = '*@board.acme.example'; Reason = 'Board'; AddedBy = 'dana'; AddedAt = $then
                Source = [string[]]@('acme', 'acme-jira'); Action = [ExternalSources.ExternalAction[]]@('DisableUser', 'RemoveUser')
            }
            [ExternalSources.ExternalExemption]@{ Id = [guid]::Empty; Kind = 'Group'; Value = 'site-admins'; Reason = 'Ours'; AddedBy = 'eve'; AddedAt = $then }
            """);
        Assert.Equal(["Kind", "Value", "Source", "Action", "Reason", "AddedBy"], Words(lines[0]));
        Assert.Equal(["Email", "*@board.acme.example", "acme,", "acme-jira", "DisableUser,", "RemoveUser", "Board", "dana"], Words(lines[2]));
        Assert.Equal(["Group", "site-admins", "Ours", "eve"], Words(lines[3]));
    }

    private static string Result(string members) =>
        $"[ExternalSources.ExternalActionResult]@{{ Source = 'acme'; Action = 'AddGroupMember'; Outcome = 'Skipped'; AccountId = '557058:1'; At = $then; {members} }}";

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IReadOnlyList<string> Lines(string script)
    {
        using var shell = new PackageShell(CultureInfo.InvariantCulture, width: 160);
        return shell.Lines("& { " + script + " } | Out-Host", ("then", Then));
    }
}
