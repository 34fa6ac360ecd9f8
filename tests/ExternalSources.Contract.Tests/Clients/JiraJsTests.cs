using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Simulator;
using Newtonsoft.Json.Linq;
using Xunit;

namespace ExternalSources.Contract.Tests.Clients;

/// <summary>The independent client jira.js reads the simulator and checks every response against its own schemas.</summary>
public sealed class JiraJsTests(JiraJsInstall jiraJs) : IClassFixture<JiraJsInstall>
{
    private const string Group = "nobody-yet";

    [Fact]
    public async Task JiraJs_accepts_every_response_and_changes_a_membership()
    {
        await using var simulator = await AtlassianSimulator.StartAsync(new SimulatorOptions { Users = 330 });

        var outcome = await RunAsync(simulator);

        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.Contains("users: 330 ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("application roles: jira-software", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("added to " + Group, outcome.Output, StringComparison.Ordinal);
        Assert.Contains("removed from " + Group, outcome.Output, StringComparison.Ordinal);
        Assert.Empty(outcome.Errors);
        Assert.Equal(
            ["POST", "DELETE"],
            simulator.Requests.Snapshot().Where(request => request.PathOnly == "/rest/api/3/group/user").Select(request => request.Method)
        );
    }

    [Fact]
    public async Task JiraJs_fails_on_an_unexpected_response()
    {
        await using var simulator = await AtlassianSimulator.StartAsync();
        simulator
            .Faults.On("/rest/api/3/group/member")
            .Nth(3)
            .RespondWith(200, """{"isLast":true,"maxResults":50,"startAt":0,"total":"1","values":[]}""", "application/json");

        var outcome = await RunAsync(simulator);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("SchemaMismatchError", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("total", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_of_JiraJs_is_pinned_without_a_registry()
    {
        var package = JObject.Parse(File.ReadAllText(Path.Combine(JiraJsInstall.Source, "package.json")));
        var locked = JObject.Parse(File.ReadAllText(Path.Combine(JiraJsInstall.Source, "package-lock.json")));

        Assert.Matches(@"^6\.2\.\d+$", (string?)package.SelectToken("dependencies['jira.js']"));
        Assert.Equal(package.SelectToken("dependencies['jira.js']"), locked.SelectToken("packages['node_modules/jira.js'].version"));
        Assert.DoesNotContain(locked.Descendants().OfType<JProperty>(), property => property.Name == "resolved");
    }

    private Task<ToolOutcome> RunAsync(AtlassianSimulator simulator) =>
        jiraJs.RunAsync(
            ("JIRA_HOST", simulator.Address.GetLeftPart(UriPartial.Authority)),
            ("JIRA_EMAIL", SimulatorKeys.AdministratorEmail),
            ("JIRA_API_TOKEN", SimulatorKeys.Site),
            ("JIRA_GROUP", Group)
        );
}
