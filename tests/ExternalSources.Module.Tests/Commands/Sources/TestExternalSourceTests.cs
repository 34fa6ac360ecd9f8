using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Sources;
using ExternalSources.Module.Tests.Support;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Sources;

public sealed class TestExternalSourceTests
{
    [Fact]
    public async Task All_checks_of_a_good_source_pass()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.ConnectJira();
        var results = world.Ok("Test-ExternalSource").OutputOf<SourceTestResult>();
        Assert.Equal(["acme", "acme-jira"], results.Select(result => result.Name));
        Assert.Equal(
            [
                "Key",
                "Address",
                "Tls",
                "Credentials",
                "Organization",
                "ReadUsers",
                "ReadGroups",
                "ReadRoleAssignments",
                "ReadWorkspaces",
                "ReadDirectories",
                "AccountManagement",
                "ReadKeys",
                "KeyExpiry",
            ],
            results[0].Checks.Select(check => check.Name)
        );
        Assert.Equal(
            [
                "Key",
                "Address",
                "Tls",
                "Site",
                "Credentials",
                "BrowseUsers",
                "AdministratorRights",
                "ApplicationRoles",
                "CreateIssues",
                "SiteAdministration",
                "KeyExpiry",
                "Organization",
            ],
            results[1].Checks.Select(check => check.Name)
        );
        Assert.All(results, result =>
        {
            Assert.Equal(SourceStatus.Connected, result.Status);
            Assert.Null(result.Reason);
            Assert.All(result.Checks, check => Assert.Equal(check.Name == "SiteAdministration" ? CheckOutcome.Unknown : CheckOutcome.Passed, check.Outcome));
        });
    }

    [Fact]
    public async Task The_session_keeps_the_rights_and_errors_refer_to_them()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        var source = world.Ok("Get-ExternalSource acme").OutputOf<ExternalSource>()[0];
        Assert.Contains("ReadGroups", source.Rights);
        Assert.Empty(source.MissingRights);

        var refusal = """{"key":"forbidden","context":{"message":"No.","acceptableScopes":["read:groups:admin"]}}""";
        world.Simulator.Faults.On("**/groups/search").RespondWith(403, refusal);
        var error = world.Run("Get-ExternalGroup acme").AllErrors.First().ToString();
        Assert.Contains("does not have the right to read groups (403). It says: No (forbidden). It names the scope read:groups:admin.", error);
        Assert.Contains("The last test of the source found this right", error, StringComparison.Ordinal);

        var result = world.Ok("Test-ExternalSource acme").OutputOf<SourceTestResult>()[0];
        Assert.Equal(SourceStatus.Connected, result.Status);
        source = world.Ok("Get-ExternalSource acme").OutputOf<ExternalSource>()[0];
        Assert.Equal(["ReadGroups"], source.MissingRights);
        Assert.DoesNotContain("ReadGroups", source.Rights);
        error = world.Run("Get-ExternalGroup acme").AllErrors.First().ToString();
        Assert.Contains("The last test of the source did not find this right either.", error, StringComparison.Ordinal);

        Assert.DoesNotContain("ReadGroups", world.Shell.StoreText, StringComparison.Ordinal);
        using var other = new ModuleShell(storeFolder: world.Shell.StoreFolder);
        Assert.Empty(other.Ok("Get-ExternalSource acme").OutputOf<ExternalSource>()[0].MissingRights);

        world.Ok("Set-ExternalSource acme -ApiKey $key -SkipTest");
        Assert.Empty(world.Ok("Get-ExternalSource acme").OutputOf<ExternalSource>()[0].MissingRights);
    }

    [Fact]
    public async Task A_failed_check_gives_the_reason_and_skips_the_later_ones()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectJira();
        world.SiteToken.CanBrowseUsers = false;
        var result = world.Ok("Test-ExternalSource acme-jira").OutputOf<SourceTestResult>()[0];
        Assert.Equal(SourceStatus.Error, result.Status);
        var failed = Assert.Single(result.Checks, check => check.Outcome == CheckOutcome.Failed);
        Assert.Equal("BrowseUsers", failed.Name);
        Assert.Equal(failed.Detail, result.Reason);
        Assert.Equal(failed.Recommendation, result.Recommendation);
        Assert.Equal(CheckOutcome.Skipped, result.Checks[^1].Outcome);
        Assert.Equal(SourceStatus.Error, world.Ok("Get-ExternalSource acme-jira").OutputOf<ExternalSource>()[0].Status);
    }

    [Fact]
    public async Task A_key_with_scopes_is_a_warning_not_an_error()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.OrganizationKey.Scoped = true;
        var result = world.Ok("Test-ExternalSource acme").OutputOf<SourceTestResult>()[0];
        Assert.Equal(SourceStatus.Connected, result.Status);
        var check = Assert.Single(result.Checks, check => check.Name == "AccountManagement");
        Assert.Equal(CheckOutcome.Warning, check.Outcome);
        Assert.Contains("without scopes", check.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_gives_one_Boolean_for_all_sources()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.ConnectJira();
        Assert.Equal([true], world.Ok("Test-ExternalSource -Quiet").OutputOf<bool>());
        world.SiteToken.Revoked = true;
        Assert.Equal([false], world.Ok("Test-ExternalSource -Quiet").OutputOf<bool>());
        Assert.Equal([true], world.Ok("Test-ExternalSource acme -Quiet").OutputOf<bool>());
        Assert.Equal([false], world.Run("Test-ExternalSource nope -Quiet").OutputOf<bool>());
    }

    [Fact]
    public async Task A_rate_limit_is_awaited_as_long_as_the_service_requests()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectJira();
        var fault = world.Simulator.Faults.On("GET", "/rest/api/3/myself").Once().Respond(429, retryAfter: TimeSpan.FromSeconds(20));
        var before = world.Shell.Clock.UtcNow;
        Assert.True(world.Ok("Test-ExternalSource acme-jira -Quiet").OutputOf<bool>()[0]);
        Assert.Equal(1, fault.Applied);
        Assert.True(world.Shell.Clock.UtcNow - before >= TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_rate_limit_that_is_too_long_is_an_error_with_its_duration()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectJira();
        world.Simulator.Faults.On("GET", "/rest/api/3/myself").Respond(429, retryAfter: TimeSpan.FromHours(1));
        var result = world.Ok("Test-ExternalSource acme-jira").OutputOf<SourceTestResult>()[0];
        Assert.Contains("60 minutes", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_the_service_repeats_is_not_shown()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.ConnectJira();
        world.Simulator.Faults.OnAny().Where(request => request.Headers.Authorization.Count > 0).Respond(403).EchoAuthorization();
        var result = world.Ok("$VerbosePreference = 'Continue'; $DebugPreference = 'Continue'; Test-ExternalSource; (Test-ExternalSource).Checks | Out-Host");
        var basic = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("admin@acme.example:" + ModuleShell.Canary));
        Assert.DoesNotContain(ModuleShell.Canary, result.Everything(), StringComparison.Ordinal);
        Assert.DoesNotContain(basic, result.Everything(), StringComparison.Ordinal);
        Assert.Contains("***", result.Everything(), StringComparison.Ordinal);
        Assert.DoesNotContain(ModuleShell.Canary, world.Shell.StoreText, StringComparison.Ordinal);
        Assert.DoesNotContain(basic, world.Shell.StoreText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CtrlC_ends_the_requests_in_flight()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectJira();
        var held = world.Simulator.Faults.On("GET", "/rest/api/3/myself").Hold();
        using var stop = new CancellationTokenSource();
        var run = world.Shell.RunAsync("Test-ExternalSource", stop.Token);
        await held.WaitForArrivalAsync();
        await stop.CancelAsync();
        var result = await run;
        Assert.Equal(ShellState.Stopped, result.State);
        await held.WaitForAbortAsync();
        Assert.DoesNotContain(result.AllErrors, error => error.Exception is not System.Management.Automation.PipelineStoppedException);
        var count = world.Simulator.Requests.Count;
        Assert.Equal(SourceStatus.Connected, world.Ok("Get-ExternalSource").OutputOf<ExternalSource>()[0].Status);
        Assert.Equal(count, world.Simulator.Requests.Count);
    }

    [Fact]
    public async Task Verbose_shows_requests_without_their_secrets()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectJira();
        var result = world.Ok("Test-ExternalSource -Verbose");
        Assert.Contains(result.Verbose, line => line.Message.Contains("/rest/api/3/myself -> 200", StringComparison.Ordinal));
        Assert.DoesNotContain(ModuleShell.Canary, result.Everything(), StringComparison.Ordinal);
        Assert.DoesNotContain("Basic ", result.Everything(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_organization_of_a_site_is_found_by_its_workspaces_or_is_none_or_unknown()
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectJira();
        var alone = Organization();
        Assert.Equal(CheckOutcome.Unknown, alone.Outcome);
        Assert.Contains("no organization is connected", alone.Detail, StringComparison.Ordinal);

        world.ConnectAcme();
        Assert.Equal((CheckOutcome.Passed, "The site belongs to the organization of 'acme'."), (Organization().Outcome, Organization().Detail));

        var others = world.Simulator.Faults.On("**/workspaces").RespondWith(200, """{"data":[],"links":{}}""");
        var none = Organization();
        Assert.Equal(CheckOutcome.Warning, none.Outcome);
        Assert.StartsWith("The site belongs to none of the connected organizations (acme).", none.Detail, StringComparison.Ordinal);
        Assert.Contains("New-ExternalSource -Type Access", none.Recommendation, StringComparison.Ordinal);
        world.Simulator.Faults.Remove(others);

        world.Simulator.Faults.On("**/workspaces").Respond(403);
        var refused = Organization();
        Assert.Equal(CheckOutcome.Unknown, refused.Outcome);
        Assert.StartsWith(
            "It is unknown to which organization the site belongs: the workspaces of 'acme' cannot be read.",
            refused.Detail,
            StringComparison.Ordinal
        );
        Assert.Contains("read:workspaces:admin", refused.Recommendation, StringComparison.Ordinal);

        world.SiteToken.Revoked = true;
        Assert.Equal(CheckOutcome.Skipped, Organization().Outcome);

        SourceCheck Organization() =>
            world.Run("Test-ExternalSource acme-jira").OutputOf<SourceTestResult>().Single().Checks.Single(check => check.Name == "Organization");
    }
}
