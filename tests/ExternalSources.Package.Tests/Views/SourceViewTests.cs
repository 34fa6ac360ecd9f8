using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ExternalSources.Package.Tests.Support;
using Xunit;

namespace ExternalSources.Package.Tests.Views;

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
        var row = Show(Samples.Connected, info)[2];
        Assert.Equal(Squeeze($"acme Access dana {Then.LocalDateTime.ToString("d", info)} {expires} Connected"), Squeeze(row));
    }

    [Fact]
    public void The_status_of_a_source_in_error_says_why() =>
        Assert.EndsWith("Error: The token was revoked.", Show(Samples.InError)[2], StringComparison.Ordinal);

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void A_long_reason_is_whole_in_any_window_and_wrapped_between_words(int width)
    {
        var reason = string.Join(' ', Enumerable.Repeat("The token was revoked by an administrator.", 5));
        var lines = Show(Source("acme", "dana", reason), width: width);
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.Equal("Error: " + reason, string.Join(' ', lines.Skip(2).Select(line => line[62..])));
    }

    [Fact]
    public void Long_names_are_whole_and_take_nothing_from_the_reason()
    {
        var name = "the-site-of-our-research-department-in-the-northern-hemisphere";
        var lines = Show(Source(name, @"RESEARCH\administrator", "Revoked."), width: 80);
        Assert.Equal(name, string.Concat(lines.Skip(2).Select(line => line.PadRight(14)[..14].TrimEnd())));
        Assert.Equal(@"RESEARCH\administrator", string.Concat(lines.Skip(2).Select(line => line.PadRight(80)[25..38].TrimEnd())));
        Assert.Equal("Error: Revoked.", lines[2][62..]);
    }

    [Fact]
    public void A_source_without_date_and_reason_leaves_blanks()
    {
        var row = Show(Samples.Unknown)[2];
        Assert.Equal(Squeeze($"bare JiraCloud dana {Then.LocalDateTime.ToString("d", CultureInfo.GetCultureInfo("en-US"))} Unknown"), Squeeze(row));
    }

    [Fact]
    public void Several_sources_share_one_table()
    {
        var lines = Show($"{Samples.Connected}; {Samples.InError}; {Samples.Unknown}");
        Assert.Equal(5, lines.Count);
        Assert.Equal(["acme", "acme-jira", "bare"], lines.Skip(2).Select(line => Words(line)[0]));
    }

    private static string Source(string name, string by, string reason) =>
        $"[ExternalSources.Core.Sources.ExternalSource]@{{ Name = '{name}'; Type = 'JiraCloud'; LastUpdatedBy = '{by}'; "
        + $"LastUpdated = $then; ExpiresOn = $then; Status = 'Error'; StatusReason = '{reason}' }}";

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One blank where there are many, or where a culture has a special one.</summary>
    private static string Squeeze(string line) => string.Join(' ', Words(line.Replace('\u202f', ' ')));

    private static IReadOnlyList<string> Show(string objects, CultureInfo? culture = null, int width = 160)
    {
        using var shell = new PackageShell(culture, width);
        return shell.Lines($"& {{ {objects} }} | Out-Host", ("then", Then));
    }
}
