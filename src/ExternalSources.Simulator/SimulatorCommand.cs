using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Simulator.Control;
using ExternalSources.Simulator.State;

namespace ExternalSources.Simulator;

/// <summary>The program: starts a simulator, prints its address, and stops on Ctrl+C.</summary>
internal static class SimulatorCommand
{
    private static readonly Option<int> Users = Number("--users", "The number of people in each organization.", 100, 1, 100_000_000);
    private static readonly Option<int> Seed = Number("--seed", "The same seed gives the same people.", 1, int.MinValue, int.MaxValue);
    private static readonly Option<int> Port = Number("--port", "The port on 127.0.0.1; 0 uses a free port.", 0, 0, 65535);
    private static readonly Option<int> Latency = Number("--latency", "The time in milliseconds that the simulator waits before each response.", 0, 0, 600_000);
    private static readonly Option<int> Groups = Number(
        "--groups",
        "The number of groups in each organization; -1 for a dozen plus one for every forty people.",
        -1,
        -1,
        10_000_000
    );
    private static readonly Option<int> Directories = Number("--directories", "The number of directories in each organization.", 2, 1, 1000);
    private static readonly Option<int> OrganizationPageCap = Number(
        "--organization-page-cap",
        "The maximum number of rows in a page of the organization API.",
        100,
        1,
        1_000_000
    );
    private static readonly Option<int> JiraPageCap = Number("--jira-page-cap", "The maximum number of rows in a page of Jira users.", 1000, 1, 1000);
    private static readonly Option<int> RequestsPerSecond = Number(
        "--requests-per-second",
        "The number of requests that each key may make per second; 0 for no limit.",
        0,
        0,
        1_000_000
    );
    private static readonly Option<bool> NoCompression = new("--no-compression") { Description = "Never compresses responses." };
    private static readonly Option<int> Organizations = Number("--organizations", "The number of organizations that the key can see.", 1, 1, 1000);

    private static readonly Option<int> Sites = Number("--sites", "The number of Jira sites. Each has its own port.", 1, 1, 100);

    private static readonly Option<string> Organization = new("--organization-name")
    {
        Description = "The name of the organization.",
        DefaultValueFactory = _ => "Acme",
    };

    private static readonly Option<string> Site = new("--site-name") { Description = "The name of the Jira site.", DefaultValueFactory = _ => "acme" };

    private static readonly Option<bool> ScopedKeys = new("--scoped-keys") { Description = "Adds the two scoped keys." };

    private static readonly Option<bool> DataCenter = new("--data-center") { Description = "Makes the site act as Jira Data Center." };

    private static readonly Option<string[]> Behavior = new("--behavior")
    {
        Description = "Sets how the services behave where the documents are silent: " + string.Join(", ", BehaviorSettings.Descriptions) + ".",
        DefaultValueFactory = _ => [],
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> HideActivity = new("--hide-activity") { Description = "Shows the keys no activity of users." };

    public static RootCommand Create()
    {
        var command = new RootCommand(
            "A local Atlassian organization and Jira site. It listens on 127.0.0.1 only. Its keys are constants of the class SimulatorKeys."
        )
        {
            Users,
            Groups,
            Directories,
            Seed,
            Port,
            Latency,
            Organizations,
            Organization,
            Sites,
            Site,
            ScopedKeys,
            DataCenter,
            OrganizationPageCap,
            JiraPageCap,
            RequestsPerSecond,
            NoCompression,
            Behavior,
            HideActivity,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var options = new SimulatorOptions
        {
            Users = arguments.GetValue(Users),
            Seed = arguments.GetValue(Seed),
            Port = arguments.GetValue(Port),
            Latency = TimeSpan.FromMilliseconds(arguments.GetValue(Latency)),
            Organizations = arguments.GetValue(Organizations),
            OrganizationName = arguments.GetValue(Organization)!,
            Sites = arguments.GetValue(Sites),
            SiteName = arguments.GetValue(Site)!,
            ScopedKeys = arguments.GetValue(ScopedKeys),
            Groups = arguments.GetValue(Groups) is >= 0 and var groups ? groups : null,
            Directories = arguments.GetValue(Directories),
            OrganizationPageCap = arguments.GetValue(OrganizationPageCap),
            JiraPageCap = arguments.GetValue(JiraPageCap),
            RequestsPerSecond = arguments.GetValue(RequestsPerSecond) is > 0 and var most ? most : null,
            Compression = !arguments.GetValue(NoCompression),
        };
        try
        {
            await using var simulator = await AtlassianSimulator.StartAsync(options, cancellationToken);
            if (ApplyProblem(simulator.State, arguments) is { } problem)
            {
                await arguments.InvocationConfiguration.Error.WriteLineAsync(problem);
                return 1;
            }

            simulator.State.Site.DeploymentType = arguments.GetValue(DataCenter) ? "Server" : "Cloud";
            await WriteIntroductionAsync(arguments.InvocationConfiguration.Output, simulator);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C ends the program.
        }
        catch (IOException exception)
        {
            await arguments.InvocationConfiguration.Error.WriteLineAsync("The simulator could not start: " + exception.Message);
            return 1;
        }

        return 0;
    }

    /// <summary>Applies the options about behavior, or says what is wrong with one.</summary>
    private static string? ApplyProblem(SimulatorState state, ParseResult arguments)
    {
        foreach (var key in state.OrganizationKeys)
        {
            key.ShowsActivity = !arguments.GetValue(HideActivity);
        }

        return arguments
            .GetValue(Behavior)!
            .Select(setting => setting.Split('=', 2))
            .Select(parts => parts.Length == 2 ? BehaviorSettings.Problem(state, parts[0], parts[1]) : $"'{parts[0]}' is not a setting. Use name=value.")
            .FirstOrDefault(problem => problem is not null);
    }

    private static async Task WriteIntroductionAsync(TextWriter output, AtlassianSimulator simulator)
    {
        var state = simulator.State;
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                Listening on  {simulator.Address}
                Organization  {state.Organizations[0].Name}, {state.Organizations[0].Id}, {state.People.Count} people; bearer SimulatorKeys.Organization
                Site          {state.Site.Title}, {state.Site.DeploymentType}, cloud id {state.Site.CloudId}; {state.AdministratorEmail} with SimulatorKeys.Site
                Control       {simulator.Address}_simulator/  (faults, requests, keys, latency)
                To stop the simulator, press Ctrl+C.
                """
            )
        );
        foreach (var site in state.Sites.Skip(1))
        {
            await output.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"Site          {site.Title}, {site.DeploymentType}, cloud id {site.CloudId}, at {site.Address}")
            );
        }

        await output.FlushAsync();
    }

    private static Option<int> Number(string name, string description, int initial, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => initial };
        option.Validators.Add(result =>
        {
            if (
                result.Tokens.Count == 1
                && int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                && (value < least || value > most)
            )
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be {least} to {most}."));
            }
        });
        return option;
    }
}
