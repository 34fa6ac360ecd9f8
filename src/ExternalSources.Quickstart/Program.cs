using System.CommandLine;
using System.Globalization;
using ExternalSources.Quickstart;
using ExternalSources.Simulator;

// A console host for machines without pwsh: the built module in the real engine, against a local Atlassian.
if (CultureInfo.CurrentCulture.Equals(CultureInfo.InvariantCulture))
{
    // On a machine without a language the engine breaks lines in the middle of words.
    CultureInfo.DefaultThreadCurrentCulture =
        CultureInfo.DefaultThreadCurrentUICulture =
        CultureInfo.CurrentCulture =
        CultureInfo.CurrentUICulture =
            new CultureInfo("en-US");
}

var script = new Argument<FileInfo?>("script") { Description = "The script to run; quickstart.ps1 when it is left out.", Arity = ArgumentArity.ZeroOrOne };
var interactive = new Option<bool>("--interactive", "-Interactive") { Description = "A small shell on the module instead of a script." };
var command = new RootCommand("Starts the simulator, imports the built ExternalSources module, and runs a script or a shell on it.") { script, interactive };
command.SetAction(
    async (parsed, cancellationToken) =>
    {
        var file = parsed.GetValue(script);
        if (file is { Exists: false })
        {
            await Console.Error.WriteLineAsync($"There is no script '{file.FullName}'. Give the path of a .ps1 file, or nothing for the quickstart.");
            return 2;
        }

        await using var simulator = await AtlassianSimulator.StartAsync(new SimulatorOptions(), cancellationToken);
        using var shell = new Shell(ModuleFolder.Manifest(), simulator.Address);
        using var stop = new ConsoleStop(shell);
        return parsed.GetValue(interactive) ? shell.Interact() : shell.RunScript(file?.FullName ?? Path.Combine(AppContext.BaseDirectory, "quickstart.ps1"));
    }
);
return await command.Parse(args).InvokeAsync();
