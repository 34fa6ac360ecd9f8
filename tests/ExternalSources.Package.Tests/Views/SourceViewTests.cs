using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Xunit;

namespace ExternalSources.Package.Tests;

public sealed class SourceViewTests
{
    private static readonly DateTimeOffset Then = new(new DateTime(2027, 3, 31, 14, 5, 0, DateTimeKind.Local));

    [Fact]
    public void The_table_has_exactly_the_columns_that_an_admin_looks_for() =>
        Assert.Equal(["Name", "Type", "LastUpdatedBy", "LastUpdated", "Expires", "Status"], Words(Show(Samples.Connected)[0]));

    [Theory]
    [InlineData("en-US", "3/31/2027")]
    [InlineData("de-DE", "31.03.2027")]
    public void Dates_are_in_the_culture_and_the_time_zone_of_the_shell(string culture, string expires)
    {
        var info = CultureInfo.GetCultureInfo(culture);
        string row = Show(Samples.Connected, info)[2];
        Assert.Equal(Squeeze($"acme Access dana {Then.LocalDateTime.ToString("g", info)} {expires} Connected"), Squeeze(row));
    }

    [Fact]
    public void The_status_of_a_source_in_error_says_why() =>
        Assert.EndsWith("Error: The token was revoked.", Show(Samples.InError)[2], StringComparison.Ordinal);

    [Fact]
    public void A_narrow_table_has_no_room_for_reasons()
    {
        IReadOnlyList<string> lines = Show(Samples.InError, width: 80);
        Assert.Equal(3, lines.Count);
        Assert.EndsWith("Error", lines[2].TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_reason_is_wrapped_and_not_cut()
    {
        string reason = string.Join(' ', Enumerable.Range(1, 60));
        IReadOnlyList<string> lines = Show($"[ExternalSources.ExternalSource]@{{ Name = 'acme'; LastUpdatedBy = 'dana'; LastUpdated = $then; Status = 'Error'; StatusReason = '{reason}' }}", width: 120);
        Assert.DoesNotContain(lines, line => line.Contains('…', StringComparison.Ordinal));
        string shown = string.Concat(lines.Skip(2).Select((line, i) => i == 0 ? line[line.IndexOf("Error:", StringComparison.Ordinal)..] : line.TrimStart()));
        Assert.Equal("Error:" + reason.Replace(" ", string.Empty, StringComparison.Ordinal), shown.Replace(" ", string.Empty, StringComparison.Ordinal));
    }

    [Fact]
    public void A_source_without_date_and_reason_leaves_blanks()
    {
        string row = Show(Samples.Unknown)[2];
        Assert.Equal(Squeeze($"bare JiraCloud dana {Then.LocalDateTime.ToString("g", CultureInfo.GetCultureInfo("en-US"))} Unknown"), Squeeze(row));
    }

    [Fact]
    public void Several_sources_share_one_table()
    {
        IReadOnlyList<string> lines = Show($"{Samples.Connected}; {Samples.InError}; {Samples.Unknown}");
        Assert.Equal(5, lines.Count);
        Assert.Equal(["acme", "acme-jira", "bare"], lines.Skip(2).Select(line => Words(line)[0]));
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One blank where there are many, or where a culture has a special one.</summary>
    private static string Squeeze(string line) => string.Join(' ', Words(line.Replace('\u202f', ' ')));

    private static IReadOnlyList<string> Show(string objects, CultureInfo? culture = null, int width = 160)
    {
        using var shell = new PackageShell(culture, width);
        return shell.Lines($"& {{ {objects} }} | Out-Host", ("then", Then));
    }
}
