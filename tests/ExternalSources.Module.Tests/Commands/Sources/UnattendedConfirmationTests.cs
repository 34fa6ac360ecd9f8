using System;
using System.Threading.Tasks;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Module.Tests.Support;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Sources;

/// <summary>Commands that ask for confirmation in an unattended session.</summary>
public sealed class UnattendedConfirmationTests
{
    [Theory]
    [InlineData("Remove-ExternalSource acme")]
    [InlineData("Get-ExternalExemption | Remove-ExternalExemption")]
    [InlineData("Remove-ExternalRun 20200101-000000000-abcd")]
    [InlineData("Remove-ExternalRun -OlderThan 1")]
    [InlineData("Set-ExternalSource acme -NewName other -Confirm")]
    [InlineData("New-ExternalSource other -Type Access -Url $sim -ApiKey $key -Confirm")]
    [InlineData("Add-ExternalExemption -Group g -Reason r -Confirm")]
    public async Task A_confirmation_in_an_unattended_session_is_an_error(string command)
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.Ok("Add-ExternalExemption -Group site-admins -Reason Ours");
        var runs = new RunFolder(world.Shell.StoreFolder);
        System.IO.Directory.CreateDirectory(runs.Path);
        await System.IO.File.WriteAllTextAsync(runs.FileOf("20200101-000000000-abcd"), "{}", TestContext.Current.CancellationToken);
        var before = world.Shell.StoreText;

        world.Shell.Session.IsAttended = false;
        var error = world.Fails("InvalidConfirm", command);
        Assert.Contains("this session is not interactive", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("-Confirm:$false", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(before, world.Shell.StoreText);
        Assert.Single(runs.Ids());

        Assert.Empty(world.Run(command.Replace(" -Confirm", string.Empty, StringComparison.Ordinal) + " -WhatIf").AllErrors);
        Assert.Empty(world.Run(command.Replace(" -Confirm", string.Empty, StringComparison.Ordinal) + " -Confirm:$false").AllErrors);
    }
}
