using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Package.Tests.Support;
using ExternalSources.Simulator;
using Xunit;

namespace ExternalSources.Package.Tests.Completion;

[Collection(StoreHome.Collection)]
public sealed class CompletionTests : IAsyncLifetime
{
    private readonly PackageShell _shell = new();
    private AtlassianSimulator _simulator = null!;

    public CompletionTests(StoreHome home) => home.Empty();

    public async ValueTask InitializeAsync()
    {
        _simulator = await AtlassianSimulator.StartAsync(new SimulatorOptions { Users = 2 });
        _shell.Ok(
            """
            Register-SecretVault -Name Secrets -ModuleName Stub -DefaultVault
            Register-SecretVault -Name 'Other vault' -ModuleName Stub
            $key = [System.Net.NetworkCredential]::new('', 'no-real-key').SecurePassword
            foreach ($name in 'acme', 'acme jira', "o'brien", '$5') {
                New-ExternalSource -Name $name -Type Access -Url $sim -ApiKey $key -ExpiresOn ([DateTimeOffset]::UtcNow.AddDays(90)) -SkipTest
            }
            Clear-StubVaultCall
            """,
            ("sim", _simulator.Address.AbsoluteUri)
        );
    }

    [Theory]
    [InlineData("Get-ExternalSource ac", "acme", "'acme jira'")]
    [InlineData("Get-ExternalSource -Name AC", "acme", "'acme jira'")]
    [InlineData("Remove-ExternalSource acme, ac", "acme", "'acme jira'")]
    [InlineData("Test-ExternalSource -Name 'ac", "'acme'", "'acme jira'")]
    [InlineData("Set-ExternalSource -Name \"ac", "\"acme\"", "\"acme jira\"")]
    [InlineData("Test-ExternalSource o", "'o''brien'")]
    [InlineData("Get-ExternalSource '$", "'$5'")]
    [InlineData("Get-ExternalSource xyz")]
    public void Names_come_from_the_store_quoted_where_they_must_be_and_as_they_were_begun(string line, params string[] expected) =>
        Assert.Equal(expected, Complete(line));

    [Theory]
    [InlineData("New-ExternalSource -Name x -Type ", "Access", "JiraCloud")]
    [InlineData("Get-ExternalSource -Type Ji", "JiraCloud")]
    [InlineData("Get-ExternalSource -Status ", "Connected", "Error", "Unknown")]
    public void Types_and_statuses_are_completed(string line, params string[] expected) => Assert.Equal(expected, Complete(line).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("New-ExternalSource -Name x -Type Access -Vault ", "Secrets", "'Other vault'")]
    [InlineData("Set-ExternalSource acme -Vault 'oth", "'Other vault'")]
    public void Vaults_are_those_that_are_registered_the_default_one_first(string line, params string[] expected) => Assert.Equal(expected, Complete(line));

    [Theory]
    [InlineData("Disable-ExternalUser ac", "acme", "'acme jira'")]
    [InlineData("Add-ExternalExemption -Group g -Reason r -Source ac", "acme", "'acme jira'")]
    [InlineData("Get-ExternalRun -Source ac", "acme", "'acme jira'")]
    public void Sources_are_completed_wherever_they_are_named(string line, params string[] expected) => Assert.Equal(expected, Complete(line));

    [Fact]
    public void Exemptions_are_completed_by_what_they_name_and_by_id()
    {
        var id = _shell
            .Ok("Add-ExternalExemption -Email *@board.acme.example -Reason Board -PassThru | ForEach-Object { [string]$_.Id }")
            .OutputOf<string>()
            .Single();
        Assert.Equal(["'*@board.acme.example'"], Complete("Get-ExternalExemption *"));
        Assert.Equal([id], Complete("Remove-ExternalExemption " + id[..4]));
    }

    [Theory]
    [InlineData("Add-ExternalGroupMember acme -Group ")]
    [InlineData("Sync-ExternalGroupMember acme -Group ")]
    [InlineData("Disable-ExternalUser acme -User ")]
    [InlineData("Disable-ExternalUser acme -Reason ")]
    [InlineData("Suspend-ExternalUser acme -Directory ")]
    [InlineData("Remove-ExternalUser acme -FromDirectory -Directory ")]
    [InlineData("Add-ExternalExemption -Group ")]
    [InlineData("Add-ExternalExemption -AccountId ")]
    [InlineData("New-ExternalSource x -Type Access -SecretName ")]
    [InlineData("New-ExternalSource x -Type JiraCloud -Url ")]
    [InlineData("Set-ExternalSource acme -NewName ")]
    [InlineData("New-ExternalIssue acme -Project ")]
    [InlineData("New-ExternalIssue acme -IssueType ")]
    [InlineData("Get-ExternalUser acme -Group ")]
    [InlineData("Get-ExternalUser acme -Email ")]
    [InlineData("Get-ExternalUser acme -Directory ")]
    [InlineData("Get-ExternalGroup acme ")]
    [InlineData("Get-ExternalGroup acme -Id ")]
    [InlineData("Get-ExternalGroupMember acme ")]
    public void Files_are_not_offered_where_none_is_wanted(string line) => Assert.Empty(Complete(line));

    [Fact]
    public void Applications_are_offered_by_key() =>
        Assert.All(["Revoke-ExternalUserAccess", "Get-ExternalUser", "Get-ExternalGroup"], command =>
            Assert.Equal(["jira-software", "jira-servicedesk", "jira-product-discovery"], Complete(command + " acme -Application ji"))
        );

    [Fact]
    public void An_address_is_no_account_id_to_exempt() =>
        Assert.Equal(
            "InvalidAccountId,ExternalSources.Commands.Exemptions.AddExternalExemptionCommand",
            Assert.Single(_shell.Shell.Run("Add-ExternalExemption -AccountId dana@acme.example -Reason Board").Errors).FullyQualifiedErrorId
        );

    [Fact]
    public void A_command_that_was_completed_runs()
    {
        var names = Complete("Get-ExternalSource ");
        Assert.Equal(4, names.Length);
        Assert.All(names, name => Assert.Single(_shell.Ok("Get-ExternalSource " + name).Output));
    }

    public async ValueTask DisposeAsync()
    {
        _shell.Dispose();
        await _simulator.DisposeAsync();
    }

    /// <summary>Presses Tab, which may list the registered vaults and nothing more: no secret is read, no request sent.</summary>
    private string[] Complete(string line)
    {
        string[] completions = [.. _shell.Shell.Complete(line)];
        Assert.DoesNotContain(_shell.Ok("Get-StubVaultCall | ForEach-Object Command").OutputOf<string>(), command => command != "Get-SecretVault");
        Assert.Equal(0, _simulator.Requests.Count);
        return completions;
    }
}
