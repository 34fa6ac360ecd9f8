using ExternalSources.Simulator.State;

namespace ExternalSources.Contract.Tests.Simulator;

/// <summary>Calls all endpoints of a simulator that behaves differently where the documents are silent.</summary>
public sealed class OtherSimulatorRun : SimulatorRun
{
    private protected override void Behave(ServiceBehavior behavior) => OtherBehavior.Set(behavior);
}
