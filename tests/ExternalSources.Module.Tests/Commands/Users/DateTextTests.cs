using System;
using System.Globalization;
using System.Threading.Tasks;
using ExternalSources.Binding;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>The dates of lists in scripts, and in tables in the culture of the session.</summary>
public sealed class DateTextTests
{
    [Theory]
    [InlineData("de-DE", "2027-02-01", "2027-02-01")]
    [InlineData("th-TH", "2027-02-01", "2027-02-01")]
    [InlineData("ar-SA", "2027-02-01T00:00:00", "2027-02-01")]
    [InlineData("de-DE", "30.06.2027", "2027-06-30")]
    [InlineData("de-DE", "30.06.2027 00:00:00", "2027-06-30")]
    [InlineData("de-DE", "06/30/2027", "2027-06-30")]
    [InlineData("de-DE", "03.03.2027", "2027-03-03")]
    [InlineData("en-US", "02/01/2027", "2027-02-01")]
    [InlineData("en-GB", "30/06/2027", "2027-06-30")]
    [InlineData("de-DE", "01.02.2027", null)]
    [InlineData("en-GB", "01/02/2027", null)]
    [InlineData("en-US", "30.06.2027", "")]
    [InlineData("de-DE", "soon", "")]
    public void A_date_has_one_meaning_or_is_an_error(string culture, string text, string? expected)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(
                expected switch
                {
                    null => 2,
                    "" => 0,
                    _ => 1,
                },
                DateText.Read(text, out var date)
            );
            if (!string.IsNullOrEmpty(expected))
            {
                Assert.Equal(DateTime.Parse(expected, CultureInfo.InvariantCulture), date.LocalDateTime);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Name = 'two'; Type = 'Access'; Url = $sim; SecretName = 'mine'; ExpiresOn = '01.02.2027' } | New-ExternalSource")]
    [InlineData("Set-ExternalSource acme -ExpiresOn 01.02.2027")]
    [InlineData("Get-ExternalUser acme -LastActiveBefore 01.02.2027")]
    [InlineData("Get-ExternalUser acme -LastActiveAfter 01.02.2027")]
    [InlineData("Get-ExternalRun -Since 01.02.2027")]
    public async Task An_ambiguous_date_is_an_error(string command)
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        var result = world.Run("[System.Threading.Thread]::CurrentThread.CurrentCulture = 'de-DE'; " + command);
        var error = Assert.Single(result.AllErrors);
        Assert.Contains("two dates", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("2027-01-31", error + error.ErrorDetails?.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_date_in_the_format_of_the_table_is_accepted()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.OrganizationKey.CanReadKeys = false;
        world.ConnectAcme();
        var source = world
            .Ok("[System.Threading.Thread]::CurrentThread.CurrentCulture = 'de-DE'; Set-ExternalSource acme -ExpiresOn 30.06.2099 -SkipTest -PassThru")
            .OutputOf<ExternalSource>()[0];
        Assert.Equal(new DateTime(2099, 6, 30), source.ExpiresOn!.Value.LocalDateTime);
    }
}
