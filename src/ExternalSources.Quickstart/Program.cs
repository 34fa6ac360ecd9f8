using System.CommandLine;
using ExternalSources.Quickstart;
using ExternalSources.Simulator;

// The built module in PowerShell, against a local Atlassian.
var script = new Argument<FileInfo?>("script") { Description = "The script to run. The default is quickstart.ps1.", Arity = ArgumentArity.ZeroOrOne };
var interactive = new Option<bool>("--interactive", "-Interactive") { Description = "Opens PowerShell with the simulator's sources connected." };
var command = new RootCommand("Starts the simulator, and PowerShell with the built ExternalSources module.") { script, interactive };
command.SetAction(
    async (parsed, cancellationToken) =>
    {
        var file = parsed.GetValue(script);
        if (file is { Exists: false })
        {
            await Console.Error.WriteLineAsync($"There is no script '{file.FullName}'. Give the path of a .ps1 file, or nothing for the quickstart.");
            return 2;
        }

        await using var simulator = await AtlassianSimulator.StartAsync(new SimulatorOptions { Sites = 2 }, cancellationToken);
        var shell = new ShellProcess(ModuleFolder.Manifest(), simulator.Address);
        return parsed.GetValue(interactive)
            ? await shell.InteractAsync()
            : await shell.RunScriptAsync(file?.FullName ?? Path.Combine(AppContext.BaseDirectory, "quickstart.ps1"));
    }
);

// Without a time limit, the shell decides what Ctrl+C ends.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
