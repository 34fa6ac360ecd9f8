using System;
using System.Threading.Tasks;

namespace ExternalSources.Core.Tests.Connectors.Access;

public abstract class AccessTest : ConnectorTest
{
    private protected ExternalSource Source => SampleSource.Organization(Simulator.Address);

    private protected string OrganizationId => Simulator.State.Organizations[0].Id;

    private protected Task<SourceInspection> InspectAsync(Func<ExternalSource, ExternalSource>? change = null) =>
        InspectAsync(change is null ? Source : change(Source));
}
