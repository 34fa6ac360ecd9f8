using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using ExternalSources.Package.Tests.Support;
using ExternalSources.Simulator;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Package.Tests.Help;

/// <summary>
/// Runs the examples of the help. Only addresses, dates, the environment variable, the id of a run and the path of a plan are replaced.
/// </summary>
[Collection(StoreHome.Collection)]
public sealed partial class ExampleTests : IAsyncLifetime
{
    private readonly PackageShell _shell = new(interactive: true);
    private readonly TemporaryFolder _folder = new();
    private readonly StoreHome _home;
    private AtlassianSimulator _simulator = null!;

    public ExampleTests(StoreHome home)
    {
        _home = home;
        home.Empty();
    }

    public static TheoryData<string, int> Examples
    {
        get
        {
            var examples = new TheoryData<string, int>();
            foreach (var example in HelpExample.All)
            {
                examples.Add(example.Cmdlet, example.Number);
            }

            return examples;
        }
    }

    public async ValueTask InitializeAsync()
    {
        _simulator = await AtlassianSimulator.StartAsync(
            new SimulatorOptions
            {
                Users = 40,
                Directories = 1,
                ScopedKeys = true,
            }
        );
        Populate(_simulator.State);
        _shell.Ok(Commands + Vaults, ("sim", _simulator.Address.AbsoluteUri));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_binds(string cmdlet, int number) => Assert.Empty(ScriptBinding.Problems(_shell.Shell, HelpExample.Find(cmdlet, number).Code));

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_runs(string cmdlet, int number)
    {
        var code = HelpExample.Find(cmdlet, number).Code;
        if (cmdlet != "New-ExternalSource")
        {
            _shell.Ok(Sources);
        }

        if (IsAbout(code, "External(Run|Plan|Exemption)"))
        {
            Prepare(code);
        }

        Answer(code);

        var result = _shell.Ok("& {\n" + Here(code) + "\n} | Out-Host");

        Assert.Equal(0, _shell.Shell.Host.Answers.Remaining);
        var text = result.Everything();
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
        _folder.Dispose();
        await _simulator.DisposeAsync();
    }

    /// <summary>What the person at the prompt does while the example runs.</summary>
    private void Answer(string code)
    {
        var answers = _shell.Shell.Host.Answers;
        if (code.Contains("-Credential", StringComparison.Ordinal))
        {
            answers.Credential(null, SimulatorKeys.ScopedSite);
        }
        else if (code.StartsWith("New-", StringComparison.Ordinal))
        {
            answers.Secure(code.Contains("JiraCloud", StringComparison.Ordinal) ? SimulatorKeys.Site : SimulatorKeys.Organization);
        }
        else if (Asks(code))
        {
            answers.Choice("Yes to All");
        }
    }

    /// <summary>Whether the last command of an example asks before it changes something.</summary>
    private static bool Asks(string code)
    {
        var last = Command().Matches(code)[^1].Value;
        // The latest run of the world has nothing left to do, so nothing is asked.
        return last != "Resume-ExternalRun"
            && PackageAssembly.Attribute(PackageAssembly.Find(last)) is { ConfirmImpact: ConfirmImpact.High, SupportsShouldProcess: true }
            && !Silent().IsMatch(code);
    }

    private static bool IsAbout(string code, string noun) => Regex.IsMatch(code, "-" + noun + @"\b");

    /// <summary>The people and groups that the examples name or search for.</summary>
    private static void Populate(SimulatorState state)
    {
        var dana = Add(state, "dana@acme.example");
        Add(state, "build@acme.example");
        var guest = Add(state, "guest@partner.example");
        state.People.Change(guest.Index, person =>
            person with
            {
                Managed = false,
                JiraDaysAgo = null,
                ConfluenceDaysAgo = null,
                ServiceDeskDaysAgo = null,
                DiscoveryDaysAgo = null,
            }
        );
        Person leaver = Add(state, "leaver@acme.example"),
            gone = Add(state, "gone@acme.example");
        foreach (var person in (Person[])[leaver, gone])
        {
            state.Groups.Add(state.Groups.FindByName("jira-software-users")!.Index, person.Index);
        }

        state.Deactivate(gone);
        foreach (var name in (string[])["vpn-users", "team-apollo", "site-admins"])
        {
            state.Groups.Add(state.Groups.Create(name).Index, dana.Index);
        }

        foreach (var name in (string[])["jira-software-users", "confluence-users"])
        {
            state.Groups.Add(state.Groups.FindByName(name)!.Index, dana.Index);
        }
    }

    private static Person Add(SimulatorState state, string email) =>
        state.AddPerson(person =>
            person with
            {
                Kind = AccountKind.Person,
                Email = email,
                EmailHidden = false,
                EmailVerified = true,
                Managed = true,
                ManagementSource = "invited",
                Account = AccountState.Active,
                Membership = MembershipState.Active,
                ActiveOnSite = null,
                JiraDaysAgo = 200,
                ConfluenceDaysAgo = 200,
            }
        );

    /// <summary>A run that changed something, an old one, a plan and exemptions.</summary>
    private void Prepare(string code)
    {
        var run = _shell.Ok("Add-ExternalGroupMember -Source acme -Group nobody-yet -User dana@acme.example | ForEach-Object Run").OutputOf<string>().Single();
        _shell.Ok("$run = $id", ("id", run));
        if (code.Contains("-OlderThan", StringComparison.Ordinal))
        {
            File.Copy(Path.Combine(_home.Folder, "runs", run + ".jsonl"), Path.Combine(_home.Folder, "runs", "20250101-080000000-0a1b.jsonl"));
        }

        if (code.StartsWith("Invoke-", StringComparison.Ordinal))
        {
            _shell.Ok(Here("Revoke-ExternalUserAccess -Source acme -User dana@acme.example -PlanPath seats.json"));
        }

        if (IsAbout(code, "ExternalExemption") && !code.StartsWith("Add-", StringComparison.Ordinal) && !code.Contains(" Add-", StringComparison.Ordinal))
        {
            _shell.Ok("Add-ExternalExemption -Email *@board.acme.example -Reason Board; Add-ExternalExemption -Group site-admins -Reason Administrators");
        }
    }

    /// <summary>The example for this day and this machine.</summary>
    private string Here(string code)
    {
        var here = Address()
            .Replace(code, _simulator.Address.AbsoluteUri)
            .Replace("-UserEmail dana@", "-UserEmail admin@", StringComparison.Ordinal)
            .Replace("$env:ATLASSIAN_API_KEY", "$injected", StringComparison.Ordinal)
            .Replace("seats.json", $"'{_folder.Combine("seats.json")}'", StringComparison.Ordinal);
        return Date()
            .Replace(
                RunId().Replace(here, "$$run"),
                DateTimeOffset.UtcNow.AddDays(200).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            );
    }

    [GeneratedRegex(@"\b[A-Z][a-z]+-External[A-Za-z]+")]
    private static partial Regex Command();

    [GeneratedRegex(@"-(WhatIf|Force|PlanPath|Confirm:\$false)\b")]
    private static partial Regex Silent();

    [GeneratedRegex(@"\b\d{8}-\d{9}-[0-9a-f]{4}\b")]
    private static partial Regex RunId();

    [GeneratedRegex(@"(https://)?acme[a-z-]*\.atlassian\.net")]
    private static partial Regex Address();

    [GeneratedRegex(@"\b20\d\d-\d\d-\d\d\b")]
    private static partial Regex Date();

    /// <summary>Commands that the bare engine lacks, and the address that an Access source has by default.</summary>
    private const string Commands = """
        function ConvertTo-Key([string] $Text) { [System.Net.NetworkCredential]::new('', $Text).SecurePassword }
        function Read-Host([switch] $AsSecureString, [string] $Prompt) { ConvertTo-Key simulator-organization-key }
        function Import-Csv([string] $Path) {
            if ($Path -eq 'leavers.csv') { return [pscustomobject]@{ Email = 'leaver@acme.example' } }
            if ($Path -eq 'joiners.csv') { return [pscustomobject]@{ Email = 'build@acme.example' } }
            if ($Path -eq 'team.csv') { return [pscustomobject]@{ Email = 'dana@acme.example' }, [pscustomobject]@{ Email = 'build@acme.example' } }
            [pscustomobject]@{ Name = 'acme'; Type = 'Access'; SecretName = 'organization'; Url = $sim
                UserEmail = ''; OrganizationId = ''; ScopedToken = ''; ExpiresOn = '' }
            [pscustomobject]@{ Name = 'acme-jira'; Type = 'JiraCloud'; SecretName = 'site'; Url = $sim
                UserEmail = 'admin@acme.example'; OrganizationId = ''; ScopedToken = 'false'; ExpiresOn = '' }
        }
        function Get-Date { [DateTime]::Now }
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
        New-ExternalSource -Name acme-jira -Type JiraCloud -Url $sim -UserEmail admin@acme.example -ApiKey $token `
            -ExpiresOn ([DateTimeOffset]::UtcNow.AddDays(20)) | Out-Null
        """;
}
