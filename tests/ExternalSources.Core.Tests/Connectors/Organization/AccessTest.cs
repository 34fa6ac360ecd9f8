using System;
using System.Threading.Tasks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Tests.Support;

namespace ExternalSources.Core.Tests.Connectors.Organization;

public abstract class AccessTest : ConnectorTest
{
    private protected ExternalSource Source => SampleSource.Organization(Simulator.Address);

    private protected string OrganizationId => Simulator.State.Organizations[0].Id;

    private protected Task<SourceInspection> InspectAsync(Func<ExternalSource, ExternalSource>? change = null) =>
        InspectAsync(change is null ? Source : change(Source));
}
