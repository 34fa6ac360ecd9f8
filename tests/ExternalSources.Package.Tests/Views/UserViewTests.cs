using System;
using System.Collections.Generic;
using System.Globalization;
using ExternalSources.Package.Tests.Support;
using Xunit;

namespace ExternalSources.Package.Tests.Views;

public sealed class UserViewTests
{
    private static readonly DateTimeOffset Then = new(new DateTime(2026, 6, 30, 12, 0, 0, DateTimeKind.Local));

    [Fact]
    public void A_user_shows_source_name_address_status_and_last_activity()
    {
        var lines = Lines(User("Name = 'Dana'; Email = 'dana@acme.example'; LastActive = $then"));
        Assert.Equal(["Source", "Name", "Email", "Status", "LastActive"], Words(lines[0]));
        Assert.Equal(["acme", "Dana", "dana@acme.example", "Active", Then.LocalDateTime.ToString("d", CultureInfo.InvariantCulture)], Words(lines[2]));
    }

    [Fact]
    public void A_hidden_address_and_a_date_that_is_not_there_are_blanks()
    {
        var lines = Lines(User("Name = 'Dana'") + "; " + User("Name = 'Eve'; Email = 'eve@acme.example'"));
        Assert.Equal(["acme", "Dana", "Active"], Words(lines[2]));
        Assert.Equal(["acme", "Eve", "eve@acme.example", "Active"], Words(lines[3]));
        Assert.Equal(lines[3].IndexOf("Active", StringComparison.Ordinal), lines[2].IndexOf("Active", StringComparison.Ordinal));
    }

    [Fact]
    public void A_person_in_several_sources_shows_what_it_comes_to()
    {
        var text = string.Join(
            '\n',
            Lines(
                $$"""
                [ExternalSources.Core.Users.EffectiveUser]@{
                    AccountId = '557058:1'; Name = 'Dana'; LastActive = $then
                    Flags = [string[]]@('Active on acme-jira, Suspended in acme', 'second flag'); States = [ExternalSources.Core.Users.ExternalUser[]]@({{User(
                    "Name = 'Dana'"
                )}})
                }
                """
            )
        );
        Assert.Contains("Dana", text, StringComparison.Ordinal);
        Assert.Contains("Active on acme-jira, Suspended in acme", text, StringComparison.Ordinal);
        Assert.Contains("second flag", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_shows_its_size_and_a_directory_its_id()
    {
        var group = string.Join(
            '\n',
            Lines(
                "[ExternalSources.Core.Groups.ExternalGroup]@{ Source = 'acme'; Id = 'id-1'; Name = 'jira-users'; MemberCount = 7; ExternallySynced = $true }"
            )
        );
        Assert.All(["acme", "jira-users", "7", "True"], word => Assert.Contains(word, group, StringComparison.Ordinal));
        Assert.Contains(
            "jira-users",
            string.Join('\n', Lines("[ExternalSources.Core.Groups.ExternalGroup]@{ Source = 'acme'; Id = 'id-1'; Name = 'jira-users' }")),
            StringComparison.Ordinal
        );
        var directory = string.Join('\n', Lines("[ExternalSources.Core.Groups.ExternalDirectory]@{ Source = 'acme'; Id = 'id-2'; Name = 'Main' }"));
        Assert.All(["acme", "id-2", "Main"], word => Assert.Contains(word, directory, StringComparison.Ordinal));
    }

    private static string User(string members) =>
        $"[ExternalSources.Core.Users.ExternalUser]@{{ Source = 'acme'; AccountId = '557058:1'; Status = 'Active'; AccountType = 'Person'; {members} }}";

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IReadOnlyList<string> Lines(string script)
    {
        using var shell = new PackageShell(CultureInfo.InvariantCulture);
        return shell.Lines("& { " + script + " } | Out-Host", ("then", Then));
    }
}
