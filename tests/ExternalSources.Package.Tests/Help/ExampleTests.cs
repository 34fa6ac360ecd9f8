using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using ExternalSources.Simulator;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Package.Tests;

/// <summary>The examples of the help, run as they stand but for the addresses, the dates and the environment variable in them.</summary>
[Collection(StoreHome.Collection)]
public sealed partial class ExampleTests : IAsyncLifetime
{
    private readonly PackageShell _shell = new(interactive: true);
    private AtlassianSimulator _simulator = null!;

    public ExampleTests(StoreHome home) => home.Empty();

    public static TheoryData<string, int> Examples
    {
        get
        {
            var examples = new TheoryData<string, int>();
            foreach (HelpExample example in HelpExample.All) examples.Add(example.Cmdlet, example.Number);
            return examples;
        }
    }

    public async ValueTask InitializeAsync()
    {
        _simulator = await AtlassianSimulator.StartAsync(new SimulatorOptions { Users = 5, ScopedKeys = true });
        _shell.Ok(Commands + Vaults, ("sim", _simulator.Address.AbsoluteUri));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_binds(string cmdlet, int number) => Assert.Empty(ScriptBinding.Problems(_shell.Shell, HelpExample.Find(cmdlet, number).Code));

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_runs(string cmdlet, int number)
    {
        string code = HelpExample.Find(cmdlet, number).Code;
        if (cmdlet != "New-ExternalSource") _shell.Ok(Sources);
        Answer(code);

        ShellResult result = _shell.Ok("& {\n" + Here(code) + "\n} | Out-Host");

        Assert.Equal(0, _shell.Shell.Host.Answers.Remaining);
        string text = result.Everything();
        Assert.DoesNotContain(SimulatorKeys.Organization, text, StringComparison.Ordinal);
        Assert.DoesNotContain(SimulatorKeys.Site, text, StringComparison.Ordinal);
        Assert.DoesNotContain(SimulatorKeys.ScopedSite, text, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_examples_of_every_cmdlet() =>
        Assert.Equal(PackageAssembly.Cmdlets.Select(PackageAssembly.NameOf), HelpExample.All.Select(example => example.Cmdlet).Distinct());

    public async ValueTask DisposeAsync()
    {
        _shell.Dispose();
        await _simulator.DisposeAsync();
    }

    /// <summary>What the person at the prompt does while the example runs.</summary>
    private void Answer(string code)
    {
        PromptAnswers answers = _shell.Shell.Host.Answers;
        if (code.Contains("-Credential", StringComparison.Ordinal)) answers.Credential(null, SimulatorKeys.ScopedSite);
        else if (code.StartsWith("New-", StringComparison.Ordinal)) answers.Secure(code.Contains("JiraCloud", StringComparison.Ordinal) ? SimulatorKeys.Site : SimulatorKeys.Organization);
        else if (code.StartsWith("Remove-", StringComparison.Ordinal) && !code.Contains("-WhatIf", StringComparison.Ordinal)) answers.Choice("Yes");
    }

    /// <summary>The example for this day and this machine.</summary>
    private string Here(string code) => Date().Replace(
        Address().Replace(code, _simulator.Address.AbsoluteUri).Replace("dana@", "admin@", StringComparison.Ordinal).Replace("$env:ATLASSIAN_API_KEY", "$injected", StringComparison.Ordinal),
        DateTimeOffset.UtcNow.AddDays(200).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(https://)?acme[a-z-]*\.atlassian\.net")]
    private static partial Regex Address();

    [GeneratedRegex(@"\b20\d\d-\d\d-\d\d\b")]
    private static partial Regex Date();

    /// <summary>Commands that the bare engine lacks, and the address that an Access source has by default.</summary>
    private const string Commands = """
        function ConvertTo-Key([string] $Text) { [System.Net.NetworkCredential]::new('', $Text).SecurePassword }
        function Read-Host([switch] $AsSecureString, [string] $Prompt) { ConvertTo-Key simulator-organization-key }
        function Import-Csv([string] $Path) {
            if ($Path -eq 'leavers.csv') { return [pscustomobject]@{ Email = 'admin@acme.example' } }
            [pscustomobject]@{ Name = 'acme'; Type = 'Access'; SecretName = 'organization'; Url = $sim; UserEmail = ''; OrganizationId = ''; ScopedToken = ''; ExpiresOn = '' }
            [pscustomobject]@{ Name = 'acme-jira'; Type = 'JiraCloud'; SecretName = 'site'; Url = $sim; UserEmail = 'admin@acme.example'; OrganizationId = ''; ScopedToken = 'false'; ExpiresOn = '' }
        }
        function Group-Object([string] $Property, [switch] $NoElement, [Parameter(ValueFromPipeline)] $InputObject) {
            begin { $groups = @{} }
            process { $groups[[string] $InputObject.$Property]++ }
            end { $groups }
        }
        $PSDefaultParameterValues = @{ 'New-ExternalSource:Url' = $sim }
        $injected = 'simulator-organization-key'
        $key = ConvertTo-Key simulator-organization-key
        $token = ConvertTo-Key simulator-site-token

        """;

    private const string Vaults = """
        Register-SecretVault -Name Secrets -ModuleName Stub -DefaultVault
        Register-SecretVault -Name Production -ModuleName Stub
        Set-Secret -Name organization -SecureStringSecret $key -Vault Secrets
        Set-Secret -Name site -SecureStringSecret $token -Vault Secrets
        """;

    /// <summary>What the examples of all cmdlets but New-ExternalSource take for granted.</summary>
    private const string Sources = """
        foreach ($name in 'acme', 'test-1', 'old-1') { New-ExternalSource -Name $name -Type Access -ApiKey $key | Out-Null }
        New-ExternalSource -Name acme-jira -Type JiraCloud -Url $sim -UserEmail admin@acme.example -ApiKey $token -ExpiresOn ([DateTimeOffset]::UtcNow.AddDays(20)) | Out-Null
        """;
}
