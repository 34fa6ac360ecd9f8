using ExternalSources.Contract.Tests.Simulator;
using ExternalSources.Simulator.State;

namespace ExternalSources.Contract.Tests.Module;

/// <summary>Runs all drives against services that differ where the documents are silent.</summary>
public sealed class OtherDriveRun : DriveRun
{
    private protected override void Behave(ServiceBehavior behavior) => OtherBehavior.Set(behavior);
}
