using System;
using System.Threading.Tasks;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Exemptions;

/// <summary>Adding exemptions.</summary>
public sealed class AddExternalExemptionTests
{
    [Theory]
    [InlineData("-Group nobody-*")]
    [InlineData("-Group 'nobody-ye?'")]
    [InlineData("-Group 'x[z-a]'")]
    [InlineData("-AccountId 5*")]
    [InlineData("-AccountId '*'")]
    public async Task A_wildcard_for_a_group_or_an_account_id_is_refused(string exemption)
    {
        await using var world = await RunWorld.StartAsync();
        var error = world.Fails("Invalid" + exemption[1..exemption.IndexOf(' ', StringComparison.Ordinal)], $"Add-ExternalExemption {exemption} -Reason kept");
        Assert.Contains("Wildcards work for -Email only", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(world.Ok("Get-ExternalExemption").Output);
    }
}
