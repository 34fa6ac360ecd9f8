using ExternalSources.Simulator;

return await SimulatorCommand.Create().Parse(args).InvokeAsync();
