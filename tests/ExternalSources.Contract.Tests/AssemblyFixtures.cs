using ExternalSources.Contract.Tests.Core;
using ExternalSources.Contract.Tests.Module;
using ExternalSources.Contract.Tests.Simulator;
using Xunit;

// Several classes look at the same recorded exchanges. Each run begins when the first of them asks for it.
[assembly: AssemblyFixture(typeof(CoreRun))]
[assembly: AssemblyFixture(typeof(SimulatorRun))]
[assembly: AssemblyFixture(typeof(OtherSimulatorRun))]
[assembly: AssemblyFixture(typeof(DriveRun))]
[assembly: AssemblyFixture(typeof(OtherDriveRun))]
